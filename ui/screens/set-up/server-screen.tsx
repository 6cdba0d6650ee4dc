// The company's server: last step of the first start, and later one of the settings.

import { useEffect, useState } from 'react';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Text } from '../../lvgl/index.ts';
import {
  LetterKeyboard,
  Ribbon,
  ScreenFrame,
  ScrollList,
  type SoftKeys,
  TextField,
  textStyle,
  useForm,
} from '../../widgets/index.ts';
import { setUpSteps } from './set-up-steps.tsx';

const longestEntry = 200;

export function ServerScreen({ step }: { readonly step?: 'set-up-server' }) {
  const { phone, navigator } = useServices();
  const { actions, setUp: words } = useText();
  const { setUp } = usePhoneState();
  const theme = useTheme();
  const [server, setServer] = useState(() => shortened(setUp.server));
  const [asked, setAsked] = useState(false);
  const submit = (): void => {
    setAsked(true);
    if (step) phone.commands.finishSetUp(server);
    else phone.commands.setServer(server);
  };
  const taken = asked && !step && !setUp.serverRefused && shortened(setUp.server) === shortened(server);
  useEffect(() => {
    if (taken) navigator.back();
  }, [taken, navigator]);
  const form = useForm({
    fields: { server: { value: server, onChange: setServer, longest: longestEntry } },
    letters: true,
    optional: ['server'],
    onSubmit: submit,
    onLeave: () => navigator.back(),
  });
  const softKeys: SoftKeys = [
    { label: step ? actions.done : actions.save, icon: 'check', tone: 'primary', onPress: form.submit },
    undefined,
    { label: actions.erase, icon: 'delete', onPress: form.erase },
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  const { narrow } = theme.layout;
  const place = step ? `${words.step(setUpSteps.indexOf(step) + 1, setUpSteps.length)} · ` : '';
  const hint = `${place}${server === '' ? words.serverEmptyHint : words.serverHint}`;
  return (
    <ScreenFrame name={words.server} softKeys={softKeys} contentStyle={{ 'row-spacing': 6 }}>
      <ScrollList name={words.server}>
        {asked && setUp.serverRefused ? (
          <Ribbon severity="error" explanation={words.serverRefused} oneParagraph />
        ) : (
          !narrow && <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), width: '100%' }}>{hint}</Text>
        )}
        <TextField label={words.serverField} compact {...form.field('server')} />
        <LetterKeyboard onCharacter={form.type} />
      </ScrollList>
    </ScreenFrame>
  );
}

/** As a person would say it: the usual way of asking is not worth reading. */
export function shortened(server: string): string {
  return server.replace(/^https:\/\//, '').replace(/\/sign-in$/, '');
}
