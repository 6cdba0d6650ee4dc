// The band on top: time, whose phone it is, what it is connected to, and how others see its owner.

import { memo } from 'react';
import { useFormats, useLatestState, usePhoneState, useText, useTheme } from '../../app-context.ts';
import { type IconName, Text, View } from '../../lvgl/index.ts';
import type { SteadyState } from '../../steady-state.ts';
import { Icon } from '../icon.tsx';
import { PresencePill } from '../people/presence-mark.tsx';
import { rowStyle, strongStyle, textStyle } from '../surface-styles.ts';

export const StatusBand = memo(function StatusBand() {
  const theme = useTheme();
  const state = usePhoneState();
  const { layout, colors } = theme;
  const style = {
    ...rowStyle,
    position: 'absolute',
    left: 0,
    top: 0,
    width: layout.screenWidth,
    height: layout.statusHeight,
    'padding-left': layout.edge,
    'padding-right': layout.edge,
    'column-spacing': 12,
  } as const;
  return (
    <View style={style} role="status" name="status">
      <TimeOfDay />
      <Text
        style={{
          ...textStyle(theme, 'body', colors.secondary),
          'flex-grow': 1,
          'text-overflow': 'ellipsis',
          height: 'auto',
        }}
      >
        {useOwner(state)}
      </Text>
      <StatusIcons state={state} />
      {signedIn(state) && <PresencePill presence={inCall(state) ? 'in-call' : state.presence} />}
    </View>
  );
});

function TimeOfDay() {
  const theme = useTheme();
  const formats = useFormats();
  const { nowMs } = useLatestState();
  return (
    <Text style={strongStyle(theme, 'name')} role="timer">
      {formats.time(nowMs)}
    </Text>
  );
}

function signedIn(state: SteadyState): boolean {
  return state.account.status === 'signed-in' || state.account.status === 'reconnecting';
}

function inCall(state: SteadyState): boolean {
  return state.presence !== 'do-not-disturb' && state.calls.some((call) => call.phase === 'connected');
}

function useOwner(state: SteadyState): string {
  const text = useText();
  if (!signedIn(state) || !state.self) return text.status.notSignedIn;
  return [state.self.name, state.self.extension].filter(Boolean).join(' · ');
}

interface StatusSign {
  readonly icon: IconName;
  readonly name: string;
  readonly trouble: boolean;
}

function StatusIcons({ state }: { readonly state: SteadyState }) {
  const { colors } = useTheme();
  const signs = useSigns(state);
  return (
    <View style={{ ...rowStyle, width: 'auto', height: 24, 'column-spacing': 12 }} role="none">
      {signs.map(({ icon, name, trouble }) => (
        <Icon key={icon} icon={icon} size={20} name={name} color={trouble ? colors.warningText : colors.secondary} />
      ))}
    </View>
  );
}

function useSigns(state: SteadyState): readonly StatusSign[] {
  const text = useText();
  const signs: StatusSign[] = [];
  const sign = (icon: IconName, name: string, trouble = false): void => void signs.push({ icon, name, trouble });
  if (state.account.status === 'reconnecting') sign('wifi-off', text.status.reconnecting, true);
  const [problem] = state.deviceProblems;
  if (problem) sign('volume-x', text.deviceProblems[problem].what, true);
  if (state.muted) sign('mic-off', text.call.muted, true);
  if (state.messagesWaiting > 0) sign('voicemail', text.home.messages(state.messagesWaiting));
  if (state.audioPath === 'headset') sign('headphones', text.settings.volumes.headset);
  if (state.audioPath === 'speaker') sign('volume-2', text.settings.volumes.speaker);
  if (state.lock.locked) sign('lock', text.status.locked);
  return signs;
}
