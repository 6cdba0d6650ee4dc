// First step of the first start: the language, before anything else has to be read.

import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text } from '../../lvgl/index.ts';
import { languageNames, languages } from '../../text/index.ts';
import { Icon, ListRow, ScreenFrame, ScrollList, textStyle } from '../../widgets/index.ts';
import { CardRibbon, routeAfter, StepTitle } from './set-up-steps.tsx';

const step = 'set-up-language';

export function SetUpLanguageScreen() {
  const { phone, navigator } = useServices();
  const { actions, setUp } = useText();
  const { settings } = usePhoneState();
  const theme = useTheme();
  const { colors, layout } = theme;
  const next = (): void => navigator.push(routeAfter(step));
  return (
    <ScreenFrame
      name={setUp.language}
      softKeys={[{ label: actions.next, icon: 'arrow-right', tone: 'primary', onPress: next }]}
    >
      <StepTitle step={step} title={setUp.language} />
      <CardRibbon />
      {!layout.narrow && (
        <Text style={{ ...textStyle(theme, 'body', colors.secondary), width: '100%' }}>{setUp.languageDetail}</Text>
      )}
      <ScrollList name={setUp.language}>
        {languages.map((language) => (
          <ListRow
            key={language}
            role="radio"
            checked={language === settings.language}
            autoFocus={language === settings.language}
            title={languageNames[language]}
            trailing={language === settings.language && <Icon icon="check" color={colors.accentText} />}
            // On the language that is chosen already, OK goes on.
            onPress={() => (language === settings.language ? next() : phone.commands.changeSettings({ language }))}
          />
        ))}
      </ScrollList>
    </ScreenFrame>
  );
}
