// Everyone the phone knows; letters and digits narrow the list.

import { useEffect, useState } from 'react';
import type { Person, PersonMatch } from '../../../firmware/phone.ts';
import { useKeys, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text } from '../../lvgl/index.ts';
import {
  Avatar,
  EmptyState,
  Icon,
  ListRow,
  ScreenFrame,
  ScreenTitle,
  ScrollList,
  type SoftKeys,
  textStyle,
} from '../../widgets/index.ts';
import { colourMatched } from '../dial/dial-matches.tsx';
import { personDetail, targetOf } from './person-details.ts';

const longestQuery = 32;

export function ContactsScreen() {
  const { phone, navigator } = useServices();
  const { actions, contacts: words } = useText();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<Person>();
  const matches = useMatches(query);
  const first = chosen ?? matches[0]?.person;
  const target = first && targetOf(first);
  const change = (next: string): void => {
    setQuery(next.slice(0, longestQuery));
    setChosen(undefined);
  };
  const erase = (): void => change(query.slice(0, -1));
  useKeys({
    onDigit: (digit) => change(query + digit),
    onText: (character) => (character === '\b' ? erase() : change(query + character)),
    onBack: () => (query === '' ? navigator.back() : erase()),
  });
  const softKeys: SoftKeys = [
    target
      ? { label: actions.call, icon: 'phone', tone: 'calling', onPress: () => phone.commands.dial(target) }
      : undefined,
    first
      ? {
          label: actions.details,
          icon: 'user',
          onPress: () => navigator.push({ screen: 'contact', personId: first.id }),
        }
      : undefined,
    query === '' ? undefined : { label: actions.erase, icon: 'delete', onPress: erase },
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={words.title} softKeys={softKeys}>
      <ScreenTitle title={words.title}>
        <Filter query={query} />
      </ScreenTitle>
      <People query={query} matches={matches} onFocus={setChosen} />
    </ScreenFrame>
  );
}

/** Everybody in order of name, or those whom the phone found for what was typed. */
function useMatches(query: string): readonly PersonMatch[] {
  const { phone } = useServices();
  const { contacts, search, settings } = usePhoneState();
  useEffect(() => {
    if (query !== '') phone.commands.search(query);
  }, [phone, query]);
  if (query !== '') return search.query === query ? search.matches : [];
  return contacts
    .toSorted((a, b) => a.name.localeCompare(b.name, settings.language))
    .map((person) => ({ person, matched: [] }));
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
  readonly onFocus: (person: Person) => void;
}

function People({ query, matches, onFocus }: PeopleProps) {
  const { navigator } = useServices();
  const { contacts: words } = useText();
  const { colors } = useTheme();
  if (matches.length === 0) {
    return query === '' ? (
      <EmptyState icon="users" title={words.empty} detail={words.emptyDetail} />
    ) : (
      <EmptyState icon="search" title={words.noneFound(query)} detail={words.noneFoundDetail} />
    );
  }
  return (
    <ScrollList name={words.title}>
      {matches.map(({ person, matched }, at) => (
        <ListRow
          key={person.id}
          leading={<Avatar name={person.name} size={48} picture={person.picture} presence={person.presence} />}
          title={person.name}
          titleSpans={colourMatched(person.name, matched, colors.accentText)}
          detail={personDetail(person)}
          trailing={person.favourite && <Icon icon="star" size={20} color={colors.secondary} />}
          autoFocus={at === 0}
          onFocus={() => onFocus(person)}
          onPress={() => navigator.push({ screen: 'contact', personId: person.id })}
        />
      ))}
    </ScrollList>
  );
}
