// The time zone, found by a city: a step of the first start, and later one of the settings.

import { useMemo, useState } from 'react';
import { useKeys, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import {
  EmptyState,
  Icon,
  ListRow,
  LongList,
  rowStyle,
  ScreenFrame,
  ScreenTitle,
  textStyle,
} from '../../widgets/index.ts';
import { routeAfter, StepTitle } from './set-up-steps.tsx';
import { findZones, zoneOf } from './zone-search.ts';

const longestQuery = 24;
/** Where most people who read a language live; only where the list begins. */
const usualZones = { en: 'Europe/London', de: 'Europe/Berlin' } as const;

export function TimeZoneScreen({ step }: { readonly step?: 'set-up-time-zone' }) {
  const { phone, navigator } = useServices();
  const { actions, setUp: words } = useText();
  const { setUp, settings } = usePhoneState();
  const theme = useTheme();
  const { colors } = theme;
  const [query, setQuery] = useState('');
  const [focusedId, setFocusedId] = useState(setUp.timeZone === '' ? usualZones[settings.language] : setUp.timeZone);
  // As the engine knows them; that costs little, unlike their offsets.
  const all = useMemo(() => Intl.supportedValuesOf('timeZone').map(zoneOf), []);
  const zones = useMemo(() => findZones(all, query), [all, query]);
  const focusedAt = Math.max(
    0,
    zones.findIndex(({ id }) => id === focusedId),
  );
  const change = (next: string): void => setQuery(next.slice(0, longestQuery));
  const erase = (): void => change(query.slice(0, -1));
  useKeys({
    onDigit: (digit) => change(query + digit),
    onText: (character) => (character === '\b' ? erase() : change(query + character)),
    onBack: () => (query === '' ? navigator.back() : erase()),
    letters: true,
  });
  const take = (id: string): void => {
    phone.commands.setTimeZone(id);
    if (step) navigator.push(routeAfter(step));
    else navigator.back();
  };
  const focused = zones[focusedAt];
  const takeFocused = (): void => (focused ? take(focused.id) : undefined);
  return (
    <ScreenFrame
      name={words.timeZone}
      softKeys={[
        step
          ? { label: actions.next, icon: 'arrow-right', tone: 'primary', onPress: takeFocused }
          : { label: actions.save, icon: 'check', tone: 'primary', onPress: takeFocused },
        undefined,
        query === '' ? undefined : { label: actions.erase, icon: 'delete', onPress: erase },
        { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
      ]}
    >
      {step ? <StepTitle step={step} title={words.timeZone} /> : <ScreenTitle title={words.timeZone} />}
      <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': 10 }} role="none">
        <Icon icon="search" size={20} color={colors.secondary} />
        <Text
          style={textStyle(theme, 'body', query === '' ? colors.secondary : colors.text)}
          role="textbox"
          name={words.timeZoneHint}
        >
          {query === '' ? words.timeZoneHint : query}
        </Text>
      </View>
      {zones.length === 0 ? (
        <EmptyState icon="globe" title={words.noZone} detail={words.noZoneDetail} />
      ) : (
        <LongList
          name={words.timeZone}
          items={zones}
          keyOf={({ id }) => id}
          focusedAt={focusedAt}
          row={({ id, city, region }) => (
            <ListRow
              key={id}
              role="radio"
              checked={id === setUp.timeZone}
              autoFocus={id === focused?.id}
              title={city}
              detail={region === '' ? undefined : region}
              trailing={id === setUp.timeZone && <Icon icon="check" color={colors.accentText} />}
              onFocus={() => setFocusedId(id)}
              onPress={() => take(id)}
            />
          )}
        />
      )}
    </ScreenFrame>
  );
}
