// Sound as it comes and goes: a row of bars through the last seconds, or one bar with its good part marked.

import { useState } from 'react';
import { useServices, useTheme, useTicks } from '../app-context.ts';
import { Bar, View } from '../lvgl/index.ts';
import { rowStyle } from './surface-styles.ts';

type Source = 'capture' | 'playout';

const wavePeriodMs = 100;
const waveBars = 18;

/** A wave of the last `waveBars` tenths of a second; flat where there is silence. */
export function LevelWave({ source, height }: { readonly source: Source; readonly height: number }) {
  const { colors } = useTheme();
  const { phone } = useServices();
  const [levels, setLevels] = useState<readonly number[]>(() => new Array<number>(waveBars).fill(0));
  useTicks(wavePeriodMs, () => {
    const level = Math.round(phone.levels()[source] * 20) / 20;
    setLevels((before) =>
      level === 0 && before.every((earlier) => earlier === 0) ? before : [...before.slice(1), level],
    );
  });
  return (
    <View style={{ ...rowStyle, width: 'auto', height, 'column-spacing': 4 }} role="meter" name={source}>
      {levels.map((level, at) => {
        const bar = { width: 7, height: Math.max(5, Math.round(level * height)), 'border-radius': 3 };
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are places, and each keeps its own.
        return <View key={at} style={{ ...bar, 'background-color': colors.accent }} role="none" />;
      })}
    </View>
  );
}

/** Share of full level where a voice is loud enough and not too loud. */
const goodFrom = 0.35;
const goodTo = 0.85;

/** One wide bar; the part under it that a normal voice should reach is marked. */
export function LevelBar({ source, width }: { readonly source: Source; readonly width: number }) {
  const { colors } = useTheme();
  const { phone } = useServices();
  const [percent, setPercent] = useState(0);
  useTicks(50, () => setPercent(Math.round(phone.levels()[source] * 100)));
  const tooLoud = percent > goodTo * 100;
  const mark = {
    position: 'absolute',
    left: width * goodFrom,
    top: 30,
    width: width * (goodTo - goodFrom),
    height: 4,
  } as const;
  return (
    <View style={{ width, height: 36 }} role="none">
      <Bar
        style={{ width, height: 24, 'background-color': colors.raised, 'border-radius': 12 }}
        indicatorStyle={{ 'background-color': tooLoud ? colors.presence.busy : colors.accent, 'border-radius': 12 }}
        value={percent}
        role="meter"
        name={source}
      />
      <View style={{ ...mark, 'background-color': colors.presence.available, 'border-radius': 2 }} role="none" />
    </View>
  );
}
