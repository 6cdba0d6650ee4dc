// The people who match what was typed, with the letters that matched in colour, and the bare number as the last choice.

import { useCallback, useState } from 'react';
import type { Person, PersonMatch } from '../../../firmware/phone.ts';
import { usePhoneState, useText } from '../../app-context.ts';
import { EmptyState, Icon, ListRow, LongList } from '../../widgets/index.ts';
import { targetOf } from '../people/person-details.ts';
import { PersonRow } from '../people/person-row.tsx';

const mostShown = 20;
/** No person has an empty id. */
const bareNumberKey = '';

interface DialMatchesProps {
  readonly typed: string;
  readonly onChoose: (target: string | undefined) => void;
  readonly onCall: (target: string) => void;
}

export function DialMatches({ typed, onChoose, onCall }: DialMatchesProps) {
  const { dial } = useText();
  const { lock, search } = usePhoneState();
  const [focusedAt, setFocusedAt] = useState(0);
  const notePerson = useCallback(
    (person: Person, at: number) => {
      setFocusedAt(at);
      onChoose(targetOf(person) ?? '');
    },
    [onChoose],
  );
  const noteBare = (at: number): void => {
    setFocusedAt(at);
    onChoose(typed);
  };
  const callPerson = useCallback((person: Person) => onCall(targetOf(person) ?? ''), [onCall]);
  if (lock.locked) return <EmptyState icon="lock" title={dial.lockedTitle} detail={dial.lockedDetail} />;
  if (typed === '') return <EmptyState icon="phone" title={dial.emptyTitle} detail={dial.emptyDetail} />;
  const matches = search.query === typed ? search.matches.slice(0, mostShown) : [];
  const dialable = /[\d@]/.test(typed);
  if (matches.length === 0 && !dialable)
    return <EmptyState icon="users" title={dial.noMatch} detail={dial.noMatchDetail} />;
  const rows = dialable ? [...matches, typed] : matches;
  return (
    <LongList
      name={dial.title}
      items={rows}
      keyOf={(row) => (typeof row === 'string' ? bareNumberKey : row.person.id)}
      focusedAt={Math.min(focusedAt, rows.length - 1)}
      row={(row, at) =>
        typeof row === 'string' ? (
          <BareNumber key={bareNumberKey} typed={row} matches={matches} onFocus={() => noteBare(at)} onCall={onCall} />
        ) : (
          <PersonRow
            key={row.person.id}
            person={row.person}
            matched={row.matched}
            at={at}
            onFocus={notePerson}
            onPress={callPerson}
          />
        )
      }
    />
  );
}

interface BareNumberProps {
  readonly typed: string;
  readonly matches: readonly PersonMatch[];
  readonly onFocus: () => void;
  readonly onCall: (target: string) => void;
}

function BareNumber({ typed, matches, onFocus, onCall }: BareNumberProps) {
  const { dial } = useText();
  const known = matches.some(({ person }) => person.numbers.some(({ number }) => number === typed));
  return (
    <ListRow
      leading={<Icon icon="hash" size={24} />}
      title={dial.callNumber(typed)}
      detail={known ? undefined : dial.notInDirectory}
      onFocus={onFocus}
      onPress={() => onCall(typed)}
    />
  );
}
