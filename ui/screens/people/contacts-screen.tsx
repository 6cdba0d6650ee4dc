// Everyone the phone knows; letters and digits narrow the list.

import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Person, PersonMatch } from '../../../firmware/phone.ts';
import { useKeys, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text } from '../../lvgl/index.ts';
import { EmptyState, Icon, LongList, ScreenFrame, ScreenTitle, type SoftKeys, textStyle } from '../../widgets/index.ts';
import { targetOf } from './person-details.ts';
import { PersonRow } from './person-row.tsx';

const longestQuery = 32;

interface ContactsScreenProps {
  readonly query: string;
  readonly personId: string | undefined;
}

export function ContactsScreen({ query: firstQuery, personId: firstId }: ContactsScreenProps) {
  const { phone, navigator } = useServices();
  const { actions, contacts: words } = useText();
  const [query, setQuery] = useState(firstQuery);
  const [chosenId, setChosenId] = useState(firstId);
  const matches = useMatches(query);
  const chosenAt = Math.max(
    0,
    matches.findIndex(({ person }) => person.id === chosenId),
  );
  const first = matches[chosenAt]?.person;
  const target = first && targetOf(first);
  const change = (next: string): void => {
    setQuery(next.slice(0, longestQuery));
    setChosenId(undefined);
  };
  const erase = (): void => change(query.slice(0, -1));
  const choose = useCallback((person: Person) => setChosenId(person.id), []);
  const open = useCallback(
    ({ id }: Person) => {
      navigator.replace({ screen: 'contacts', query, personId: id });
      navigator.push({ screen: 'contact', personId: id });
    },
    [navigator, query],
  );
  useKeys({
    onDigit: (digit) => change(query + digit),
    onText: (character) => (character === '\b' ? erase() : change(query + character)),
    onBack: () => (query === '' ? navigator.back() : erase()),
    letters: true,
  });
  const softKeys: SoftKeys = [
    target
      ? { label: actions.call, icon: 'phone', tone: 'calling', onPress: () => phone.commands.dial(target) }
      : undefined,
    first ? { label: actions.details, icon: 'user', onPress: () => open(first) } : undefined,
    query === '' ? undefined : { label: actions.erase, icon: 'delete', onPress: erase },
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={words.title} softKeys={softKeys}>
      <ScreenTitle title={words.title}>
        <Filter query={query} />
      </ScreenTitle>
      <People query={query} matches={matches} chosenAt={chosenAt} onChoose={choose} onOpen={open} />
    </ScreenFrame>
  );
}

const noMatches: readonly PersonMatch[] = [];
const nothingMatched: PersonMatch['matched'] = [];

/** Everybody, or those whom the phone found for what was typed. */
function useMatches(query: string): readonly PersonMatch[] {
  const { phone } = useServices();
  const { contacts, search } = usePhoneState();
  useEffect(() => {
    if (query !== '') phone.commands.search(query);
  }, [phone, query]);
  const everybody = useMemo(() => contacts.map((person) => ({ person, matched: nothingMatched })), [contacts]);
  if (query === '') return everybody;
  return search.query === query ? search.matches : noMatches;
}

function Filter({ query }: { readonly query: string }) {
  const theme = useTheme();
  const { contacts } = useText();
  const { colors } = theme;
  return (
    <>
      <Icon icon="search" size={20} color={colors.secondary} />
      <Text
        style={textStyle(theme, 'body', query === '' ? colors.secondary : colors.text)}
        role="textbox"
        name={contacts.filter}
      >
        {query === '' ? contacts.filter : query}
      </Text>
    </>
  );
}

interface PeopleProps {
  readonly query: string;
  readonly matches: readonly PersonMatch[];
  readonly chosenAt: number;
  readonly onChoose: (person: Person) => void;
  readonly onOpen: (person: Person) => void;
}

function People({ query, matches, chosenAt, onChoose, onOpen }: PeopleProps) {
  const { contacts: words } = useText();
  if (matches.length === 0) {
    return query === '' ? (
      <EmptyState icon="users" title={words.empty} detail={words.emptyDetail} />
    ) : (
      <EmptyState icon="search" title={words.noneFound(query)} detail={words.noneFoundDetail} />
    );
  }
  return (
    <LongList
      name={words.title}
      items={matches}
      keyOf={({ person }) => person.id}
      focusedAt={chosenAt}
      row={({ person, matched }, at) => (
        <PersonRow
          key={person.id}
          person={person}
          matched={matched}
          at={at}
          autoFocus={at === chosenAt}
          onFocus={onChoose}
          onPress={onOpen}
        />
      )}
    />
  );
}
