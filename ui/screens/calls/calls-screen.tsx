// Calls made, received and missed, newest first.

import { memo, useCallback, useEffect, useState } from 'react';
import type { CallLogEntry } from '../../../firmware/phone.ts';
import { useFormats, useLatestState, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import {
  columnStyle,
  EmptyState,
  Icon,
  type IconName,
  ListRow,
  LongList,
  ScreenFrame,
  ScreenTitle,
  type SoftKeys,
  textStyle,
} from '../../widgets/index.ts';
import { partyDetail, partyName } from '../people/person-details.ts';

export function CallsScreen({ missedOnly: initial }: { readonly missedOnly: boolean }) {
  const { phone, navigator } = useServices();
  const { actions, log } = useText();
  const { callLog } = usePhoneState();
  const [missedOnly, setMissedOnly] = useState(initial);
  const [chosenId, setChosenId] = useState<string>();
  const shown = missedOnly ? callLog.filter((entry) => entry.missed) : callLog;
  const chosenAt = Math.max(
    0,
    shown.findIndex(({ id }) => id === chosenId),
  );
  const first = shown[chosenAt];
  // Looking at the list is what makes a missed call seen.
  useEffect(() => phone.commands.clearMissed(), [phone]);
  const choose = useCallback((entry: CallLogEntry) => setChosenId(entry.id), []);
  const call = useCallback(
    (entry: CallLogEntry): void => {
      if (entry.party.number !== '') phone.commands.dial(entry.party.number);
    },
    [phone],
  );
  const personId = first?.party.person?.id;
  const softKeys: SoftKeys = [
    first && first.party.number !== ''
      ? { label: actions.call, icon: 'phone', tone: 'calling', onPress: () => call(first) }
      : undefined,
    personId
      ? { label: actions.details, icon: 'user', onPress: () => navigator.push({ screen: 'contact', personId }) }
      : undefined,
    {
      label: missedOnly ? log.all : log.missedOnly,
      icon: missedOnly ? 'history' : 'phone-missed',
      onPress: () => setMissedOnly(!missedOnly),
    },
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame name={log.title} softKeys={softKeys}>
      <ScreenTitle title={missedOnly ? log.missedTitle : log.title} />
      {shown.length === 0 ? (
        <EmptyState
          icon="history"
          title={missedOnly ? log.emptyMissed : log.empty}
          detail={missedOnly ? log.emptyMissedDetail : log.emptyDetail}
        />
      ) : (
        <LongList
          name={log.title}
          items={shown}
          keyOf={({ id }) => id}
          focusedAt={chosenAt}
          row={(entry, at) => (
            <CallRow key={entry.id} entry={entry} autoFocus={at === chosenAt} onFocus={choose} onPress={call} />
          )}
        />
      )}
    </ScreenFrame>
  );
}

interface CallRowProps {
  readonly entry: CallLogEntry;
  readonly autoFocus: boolean;
  readonly onFocus: (entry: CallLogEntry) => void;
  readonly onPress: (entry: CallLogEntry) => void;
}

/** Drawn anew only when its entry is another one: its screen hands in functions that stay the same. */
const CallRow = memo(function CallRow({ entry, autoFocus, onFocus, onPress }: CallRowProps) {
  const text = useText();
  const { colors } = useTheme();
  const { icon, word } = kindOf(entry, text.log);
  const detail = partyDetail(entry.party, text);
  return (
    <ListRow
      leading={<Icon icon={icon} name={word} color={entry.missed ? colors.errorText : colors.secondary} />}
      title={partyName(entry.party, text)}
      detail={detail === '' ? word : `${word} · ${detail}`}
      trailing={<When entry={entry} />}
      autoFocus={autoFocus}
      onFocus={() => onFocus(entry)}
      onPress={() => onPress(entry)}
    />
  );
});

function kindOf(
  entry: CallLogEntry,
  words: { readonly missed: string; readonly incoming: string; readonly outgoing: string },
): { readonly icon: IconName; readonly word: string } {
  if (entry.missed) return { icon: 'phone-missed', word: words.missed };
  return entry.direction === 'incoming'
    ? { icon: 'phone-incoming', word: words.incoming }
    : { icon: 'phone-outgoing', word: words.outgoing };
}

function When({ entry }: { readonly entry: CallLogEntry }) {
  const theme = useTheme();
  const { nowMs } = useLatestState();
  const { log } = useText();
  const formats = useFormats();
  const days = formats.daysAgo(entry.startedAtMs, nowMs);
  const day =
    days <= 0 ? formats.time(entry.startedAtMs) : days === 1 ? log.yesterday : formats.shortDate(entry.startedAtMs);
  const right = { 'text-align': 'right', width: '100%' } as const;
  return (
    <View style={{ ...columnStyle, width: 110, height: 'auto', 'align-items': 'flex-end' }} role="none">
      <Text style={{ ...textStyle(theme, 'body'), ...right }}>{day}</Text>
      {entry.durationMs > 0 && (
        <Text style={{ ...textStyle(theme, 'caption', theme.colors.secondary), ...right }}>
          {formats.duration(entry.durationMs)}
        </Text>
      )}
    </View>
  );
}
