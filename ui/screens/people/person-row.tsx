// One person in a list: picture, name with the letters that matched, title and number.

import { memo, useMemo } from 'react';
import type { Person, PersonMatch } from '../../../firmware/phone.ts';
import { useTheme } from '../../app-context.ts';
import type { Colour, Span } from '../../lvgl/index.ts';
import { Avatar, Icon, ListRow } from '../../widgets/index.ts';
import { personDetail } from './person-details.ts';

interface PersonRowProps {
  readonly person: Person;
  readonly matched: PersonMatch['matched'];
  readonly at: number;
  readonly autoFocus?: boolean;
  readonly onFocus: (person: Person, at: number) => void;
  readonly onPress: (person: Person) => void;
}

/** Drawn anew only when its person or the match is another one: callers hand in functions that stay the same. */
export const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { person, matched, at, autoFocus, onFocus, onPress } = props;
  const { colors } = useTheme();
  const spans = useMemo(
    () => (matched.length > 0 ? colourMatched(person.name, matched, colors.accentText) : undefined),
    [person.name, matched, colors.accentText],
  );
  return (
    <ListRow
      leading={<Avatar name={person.name} size={48} picture={person.picture} presence={person.presence} />}
      title={person.name}
      {...(spans ? { titleSpans: spans } : {})}
      detail={personDetail(person)}
      trailing={person.favourite && <Icon icon="star" size={20} color={colors.secondary} />}
      autoFocus={autoFocus ?? false}
      onFocus={() => onFocus(person, at)}
      onPress={() => onPress(person)}
    />
  );
});

/** Cuts a name into runs, the matched ones coloured; ranges come in order and do not overlap. */
function colourMatched(name: string, matched: PersonMatch['matched'], color: Colour): readonly Span[] {
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
