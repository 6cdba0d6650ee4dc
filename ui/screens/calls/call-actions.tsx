// What one can do in a call, as a grid beside it.

import type { AudioPath } from '../../../firmware/phone.ts';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Button, Text, View } from '../../lvgl/index.ts';
import {
  columnStyle,
  focusedRing,
  Icon,
  type IconName,
  pressedStyle,
  rowStyle,
  strongStyle,
  surfaceStyle,
} from '../../widgets/index.ts';

/** `low`: something stands above them, and on a small screen their words alone have room. */
export function CallActions({ low }: { readonly low: boolean }) {
  const { phone, navigator } = useServices();
  const { actions, settings } = useText();
  const { muted, audioPath } = usePhoneState();
  const toggle = (path: AudioPath) => () => phone.commands.setAudioPath(audioPath === path ? 'handset' : path);
  const { narrow } = useTheme().layout;
  const plain = narrow && low;
  const row = { ...rowStyle, width: '100%', height: 60, 'flex-grow': 1, 'column-spacing': 8 } as const;
  return (
    <View style={{ ...columnStyle, width: narrow ? 248 : 316, height: '100%', 'row-spacing': 8 }} role="none">
      <View style={row} role="none">
        <Action
          plain={plain}
          icon={muted ? 'mic-off' : 'mic'}
          label={actions.mute}
          state={muted ? 'warning' : undefined}
          autoFocus
          onPress={() => phone.commands.setMuted(!muted)}
        />
        <Action
          plain={plain}
          icon="grid-3x3"
          label={actions.keypad}
          onPress={() => navigator.push({ screen: 'call-keypad' })}
        />
      </View>
      <View style={row} role="none">
        <Action
          plain={plain}
          icon="volume-2"
          label={actions.speaker}
          state={audioPath === 'speaker' ? 'on' : undefined}
          onPress={toggle('speaker')}
        />
        <Action
          plain={plain}
          icon="headphones"
          label={settings.volumes.headset}
          state={audioPath === 'headset' ? 'on' : undefined}
          onPress={toggle('headset')}
        />
      </View>
      <View style={row} role="none">
        <Action
          plain={plain}
          icon="plus"
          label={actions.addCall}
          onPress={() => navigator.push({ screen: 'dial', typed: '' })}
        />
        <Action
          plain={plain}
          icon="activity"
          label={actions.quality}
          onPress={() => navigator.push({ screen: 'quality' })}
        />
      </View>
    </View>
  );
}

interface ActionProps {
  /** Without its icon. */
  readonly plain: boolean;
  readonly icon: IconName;
  readonly label: string;
  /** Switched on; `warning` where that means that others cannot hear. */
  readonly state?: 'on' | 'warning' | undefined;
  readonly autoFocus?: boolean;
  readonly onPress: () => void;
}

function Action({ plain, icon, label, state, autoFocus, onPress }: ActionProps) {
  const theme = useTheme();
  const { colors } = theme;
  const surface = state === 'warning' ? colors.errorSurface : state === 'on' ? colors.accent : colors.card;
  const ink = state === 'warning' ? colors.errorText : state === 'on' ? colors.onAccent : colors.text;
  const style = {
    ...columnStyle,
    ...surfaceStyle(theme, surface),
    width: 100,
    'flex-grow': 1,
    height: '100%',
    padding: 0,
    'justify-content': 'center',
    'align-items': 'center',
    'row-spacing': theme.layout.narrow ? 0 : 5,
  } as const;
  return (
    <Button
      style={style}
      name={label}
      checked={state !== undefined}
      autoFocus={autoFocus ?? false}
      onFocusedStyle={focusedRing(theme, state === 'on' ? colors.text : colors.accent)}
      onPressedStyle={pressedStyle(theme, state && ink)}
      onClick={onPress}
    >
      {!plain && <Icon icon={icon} color={ink} {...(theme.layout.narrow ? { size: 20 } : {})} />}
      <Text style={strongStyle(theme, 'body', ink)}>{label}</Text>
    </Button>
  );
}
