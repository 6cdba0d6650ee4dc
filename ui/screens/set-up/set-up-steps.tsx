// The steps of the first start, in their order, and how each says where one is.

import { usePhoneState, useText, useTheme } from '../../app-context.ts';
import { Text } from '../../lvgl/index.ts';
import type { Route } from '../../navigation/routes.ts';
import { Ribbon, ScreenTitle, textStyle } from '../../widgets/index.ts';

export const setUpSteps = [
  'set-up-language',
  'set-up-network',
  'set-up-time-zone',
  'set-up-server',
] as const satisfies readonly Route['screen'][];
export type SetUpStep = (typeof setUpSteps)[number];

export function routeAfter(step: SetUpStep): Route {
  const next = setUpSteps[setUpSteps.indexOf(step) + 1];
  return { screen: next ?? 'home' };
}

interface StepTitleProps {
  readonly step: SetUpStep;
  readonly title: string;
}

export function StepTitle({ step, title }: StepTitleProps) {
  const theme = useTheme();
  const { setUp } = useText();
  return (
    <ScreenTitle title={title}>
      <Text style={textStyle(theme, 'body', theme.colors.secondary)}>
        {setUp.step(setUpSteps.indexOf(step) + 1, setUpSteps.length)}
      </Text>
    </ScreenTitle>
  );
}

/** What came of a configuration on the card, as far as it was not good; with the place where the mistake is. */
export function CardRibbon() {
  const { card } = usePhoneState().setUp;
  const { setUp } = useText();
  if (!card) return null;
  const { what, remedy } = setUp.card[card.problem];
  return (
    <Ribbon
      severity="warning"
      explanation={{ what, remedy: card.detail === '' ? remedy : `${card.detail} ${remedy}` }}
    />
  );
}
