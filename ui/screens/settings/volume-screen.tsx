// The four volumes, each with its own slider.

import type { PhoneSettings } from '../../../firmware/phone.ts';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { type IconName, Slider, Text, View } from '../../lvgl/index.ts';
import type { VolumeKind } from '../../text/index.ts';
import { Card, Icon, rowStyle, ScreenFrame, ScreenTitle, strongStyle, textStyle } from '../../widgets/index.ts';

type VolumeKey = 'ringerVolume' | 'handsetVolume' | 'headsetVolume' | 'speakerVolume';

const volumes: readonly (readonly [kind: VolumeKind, key: VolumeKey, icon: IconName])[] = [
  ['ringer', 'ringerVolume', 'bell'],
  ['handset', 'handsetVolume', 'phone'],
  ['headset', 'headsetVolume', 'headphones'],
  ['speaker', 'speakerVolume', 'volume-2'],
];

export function volumeOf(settings: PhoneSettings, kind: VolumeKind): number {
  const found = volumes.find(([candidate]) => candidate === kind);
  return found ? settings[found[1]] : 0;
}

export function VolumeScreen() {
  const { navigator } = useServices();
  const { actions, settings: words } = useText();
  return (
    <ScreenFrame
      name={words.volume}
      softKeys={[
        undefined,
        undefined,
        undefined,
        { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
      ]}
    >
      <ScreenTitle title={words.volume} />
      {volumes.map(([kind, key, icon], at) => (
        <VolumeRow key={kind} kind={kind} setting={key} icon={icon} autoFocus={at === 0} />
      ))}
    </ScreenFrame>
  );
}

interface VolumeRowProps {
  readonly kind: VolumeKind;
  readonly setting: VolumeKey;
  readonly icon: IconName;
  readonly autoFocus: boolean;
}

function VolumeRow({ kind, setting, icon, autoFocus }: VolumeRowProps) {
  const theme = useTheme();
  const { phone } = useServices();
  const { settings } = usePhoneState();
  const { settings: words } = useText();
  const { colors } = theme;
  const { narrow } = theme.layout;
  const percent = Math.round(settings[setting] * 100);
  return (
    <Card
      style={{
        ...rowStyle,
        width: '100%',
        height: narrow ? 46 : 68,
        'column-spacing': 14,
        ...(narrow ? { 'padding-top': 0, 'padding-bottom': 0 } : {}),
      }}
    >
      <Icon icon={icon} color={colors.accentText} />
      <Text style={{ ...strongStyle(theme, 'label'), width: narrow ? 132 : 170 }}>{words.volumes[kind]}</Text>
      <View
        style={{
          ...rowStyle,
          width: 100,
          height: narrow ? 46 : 48,
          'flex-grow': 1,
          'padding-left': 16,
          'padding-right': 16,
        }}
        role="none"
      >
        <Slider
          name={words.volumes[kind]}
          value={percent}
          step={10}
          autoFocus={autoFocus}
          style={{ width: '100%', height: 12, 'background-color': colors.raised, 'border-radius': 6 }}
          indicatorStyle={{ 'background-color': colors.accent, 'border-radius': 6 }}
          knobStyle={{ 'background-color': colors.text, 'border-radius': 16, padding: 8 }}
          onFocusedStyle={{ 'outline-width': 3, 'outline-color': colors.accent, 'outline-padding': 12 }}
          onChange={(value) => phone.commands.changeSettings({ [setting]: value / 100 })}
        />
      </View>
      <Text
        style={{ ...textStyle(theme, 'body', colors.secondary), width: 64, 'text-align': 'right' }}
      >{`${percent} %`}</Text>
    </Card>
  );
}
