// The people who match what was typed, with the letters that matched in colour, and the bare number as the last choice.

import type { PersonMatch } from '../../../firmware/phone.ts';
import { usePhoneState, useText, useTheme } from '../../app-context.ts';
import type { Span } from '../../lvgl/index.ts';
import { Avatar, EmptyState, Icon, ListRow, ScrollList } from '../../widgets/index.ts';
import { personDetail, targetOf } from '../people/person-details.ts';

const mostShown = 20;

interface DialMatchesProps {
  readonly typed: string;
  readonly onChoose: (target: string | undefined) => void;
  readonly onCall: (target: string) => void;
}

export function DialMatches({ typed, onChoose, onCall }: DialMatchesProps) {
  const { dial } = useText();
  const { lock, search } = usePhoneState();
  if (lock.locked) return <EmptyState icon="lock" title={dial.lockedTitle} detail={dial.lockedDetail} />;
  if (typed === '') return <EmptyState icon="phone" title={dial.emptyTitle} detail={dial.emptyDetail} />;
  const matches = search.query === typed ? search.matches.slice(0, mostShown) : [];
  const dialable = /[\d@]/.test(typed);
  if (matches.length === 0 && !dialable)
    return <EmptyState icon="users" title={dial.noMatch} detail={dial.noMatchDetail} />;
  return (
    <ScrollList name={dial.title}>
      {matches.map((match) => (
        <MatchRow key={match.person.id} match={match} onChoose={onChoose} onCall={onCall} />
      ))}
      {dialable && (
        <ListRow
          leading={<Icon icon="hash" size={24} />}
          title={dial.callNumber(typed)}
          detail={
            matches.some(({ person }) => person.numbers.some(({ number }) => number === typed))
              ? undefined
              : dial.notInDirectory
          }
          onFocus={() => onChoose(typed)}
          onPress={() => onCall(typed)}
        />
      )}
    </ScrollList>
  );
}

interface MatchRowProps {
  readonly match: PersonMatch;
  readonly onChoose: (target: string | undefined) => void;
  readonly onCall: (target: string) => void;
}

function MatchRow({ match, onChoose, onCall }: MatchRowProps) {
  const { colors } = useTheme();
  const { person, matched } = match;
  const target = targetOf(person) ?? '';
  return (
    <ListRow
      leading={<Avatar name={person.name} size={48} picture={person.picture} presence={person.presence} />}
      title={person.name}
      titleSpans={colourMatched(person.name, matched, colors.accentText)}
      detail={personDetail(person)}
      trailing={person.favourite && <Icon icon="star" size={20} color={colors.secondary} />}
      onFocus={() => onChoose(target)}
      onPress={() => onCall(target)}
    />
  );
}

/** Cuts a name into runs, the matched ones coloured; ranges come in order and do not overlap. */
export function colourMatched(name: string, matched: PersonMatch['matched'], color: `#${string}`): readonly Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (const { start, end } of matched) {
    if (start > done) spans.push({ text: name.slice(done, start) });
    if (end > start) spans.push({ text: name.slice(start, end), style: { 'text-color': color } });
    done = Math.max(done, end);
  }
  if (done < name.length) spans.push({ text: name.slice(done) });
  return spans;
}
