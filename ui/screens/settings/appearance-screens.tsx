// Language, theme and text size: each a choice that shows itself as it is made.

import type { TextSize, ThemeName } from '../../../firmware/phone.ts';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text } from '../../lvgl/index.ts';
import { languageNames, languages } from '../../text/index.ts';
import { typeScales } from '../../theme/index.ts';
import { ChoiceScreen } from './choice-screen.tsx';

const themes: readonly ThemeName[] = ['dark', 'light', 'high-contrast'];
const textSizes: readonly TextSize[] = ['normal', 'large', 'larger'];

export function LanguageScreen() {
  const { phone } = useServices();
  const { settings: words } = useText();
  const { settings } = usePhoneState();
  return (
    <ChoiceScreen
      title={words.language}
      choices={languages}
      chosen={settings.language}
      labelOf={(language) => languageNames[language]}
      onChoose={(language) => phone.commands.changeSettings({ language })}
    />
  );
}

export function ThemeScreen() {
  const { phone } = useServices();
  const { settings: words } = useText();
  const { settings } = usePhoneState();
  return (
    <ChoiceScreen
      title={words.theme}
      choices={themes}
      chosen={settings.theme}
      labelOf={(theme) => words.themes[theme]}
      onChoose={(theme) => phone.commands.changeSettings({ theme })}
    />
  );
}

export function TextSizeScreen() {
  const { phone } = useServices();
  const { settings: words } = useText();
  const { settings } = usePhoneState();
  const { colors } = useTheme();
  return (
    <ChoiceScreen
      title={words.textSize}
      choices={textSizes}
      chosen={settings.textSize}
      labelOf={(size) => words.textSizes[size]}
      leadingOf={(size) => (
        <Text
          style={{ 'font-size': typeScales[size].name, 'font-weight': 600, 'text-color': colors.accentText, width: 44 }}
        >
          Aa
        </Text>
      )}
      onChoose={(textSize) => phone.commands.changeSettings({ textSize })}
    />
  );
}
