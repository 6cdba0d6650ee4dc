// What this phone is, for the person at it and for whoever helps them.

import type { PhoneState } from '../../../firmware/phone.ts';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import type { Catalogue } from '../../text/index.ts';
import { Card, columnStyle, rowStyle, ScreenFrame, ScreenTitle, strongStyle, textStyle } from '../../widgets/index.ts';

export function AboutScreen() {
  const { navigator } = useServices();
  const { actions, about: words } = useText();
  const { about, self, update } = usePhoneState();
  const pairs: readonly (readonly [label: string, value: string])[] = [
    [words.version, [about.version, updateInWords(update, words)].filter((part) => part !== '').join(', ')],
    [words.model, `${about.vendor} ${about.model}`],
    [words.serialNumber, about.serialNumber],
    [words.address, self?.address ?? ''],
    [words.networkAddress, about.networkAddress],
    [words.macAddress, about.macAddress],
    [words.server, about.server],
    [words.signalling, about.signalling],
  ];
  const half = pairs.length / 2;
  return (
    <ScreenFrame
      name={words.title}
      softKeys={[
        undefined,
        undefined,
        undefined,
        { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
      ]}
    >
      <ScreenTitle title={words.title} />
      <View
        style={{
          ...rowStyle,
          width: '100%',
          height: 200,
          'flex-grow': 1,
          'column-spacing': 8,
          'align-items': 'flex-start',
        }}
        role="none"
      >
        <Facts pairs={pairs.slice(0, half)} />
        <Facts pairs={pairs.slice(half)} />
      </View>
    </ScreenFrame>
  );
}

/** Empty where nobody updates this phone, or nothing is known yet. */
function updateInWords(
  { step, problem, lastCheckedAtMs }: PhoneState['update'],
  words: Pick<Catalogue['about'], 'update' | 'updateProblem'>,
): string {
  if (step === 'off' || step === 'restarting') return '';
  if (step !== 'resting') return words.update[step];
  if (problem) return words.updateProblem[problem];
  return lastCheckedAtMs === undefined ? '' : words.update.current;
}

function Facts({ pairs }: { readonly pairs: readonly (readonly [label: string, value: string])[] }) {
  const theme = useTheme();
  const { about: words } = useText();
  return (
    <Card style={{ width: 200, 'flex-grow': 1, height: '100%', 'justify-content': 'space-evenly' }}>
      {pairs.map(([label, value]) => (
        <View key={label} style={{ ...columnStyle, width: '100%', height: 'auto' }} role="none">
          <Text style={{ ...textStyle(theme, 'caption', theme.colors.secondary), width: '100%' }}>{label}</Text>
          <Text style={{ ...strongStyle(theme, 'label'), width: '100%' }}>{value === '' ? words.unknown : value}</Text>
        </View>
      ))}
    </Card>
  );
}
