// Sound as it comes and goes: a row of bars through the last seconds, or one bar with its good part marked.

import { useRef, useState } from 'react';
import { useServices, useTheme, useTicks } from '../app-context.ts';
import { Bar, View, Wave, type Widget } from '../lvgl/index.ts';

type Source = 'capture' | 'playout';

const wavePeriodMs = 100;
const waveBars = 18;

const bar = { width: 7, gap: 4, radius: 3 };

/** A wave of the last `waveBars` tenths of a second; flat where there is silence. */
export function LevelWave({ source, height }: { readonly source: Source; readonly height: number }) {
  const { colors, layout } = useTheme();
  const { phone } = useServices();
  // Whole pixels of the panel for each bar, so that all of them fit the width that they are given.
  const whole = (length: number): number => Math.round(length * layout.scale) / layout.scale;
  const wave = useRef<Widget>(null);
  // Straight to the widget: ten times a second throughout a call, React would cost more than all the rest.
  useTicks(wavePeriodMs, () => wave.current?.pushLevel(Math.round(phone.levels()[source] * 20) / 20));
  const style = {
    width: waveBars * (whole(bar.width) + whole(bar.gap)) - whole(bar.gap),
    height,
    'line-width': bar.width,
    'line-color': colors.accent,
    'column-spacing': bar.gap,
    'border-radius': bar.radius,
  };
  return <Wave ref={wave} bars={waveBars} style={style} role="meter" name={source} />;
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
