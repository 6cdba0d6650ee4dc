// One setting with a few choices: the chosen one is marked, and choosing takes effect at once.

import type { ReactNode } from 'react';
import { useServices, useText, useTheme } from '../../app-context.ts';
import { Icon, ListRow, ScreenFrame, ScreenTitle, ScrollList } from '../../widgets/index.ts';

interface ChoiceScreenProps<T extends string> {
  readonly title: string;
  readonly choices: readonly T[];
  readonly chosen: T;
  readonly labelOf: (choice: T) => string;
  readonly leadingOf?: (choice: T) => ReactNode;
  readonly onChoose: (choice: T) => void;
}

export function ChoiceScreen<T extends string>({
  title,
  choices,
  chosen,
  labelOf,
  leadingOf,
  onChoose,
}: ChoiceScreenProps<T>) {
  const { navigator } = useServices();
  const { actions } = useText();
  const { colors } = useTheme();
  return (
    <ScreenFrame
      name={title}
      softKeys={[
        undefined,
        undefined,
        undefined,
        { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
      ]}
    >
      <ScreenTitle title={title} />
      <ScrollList name={title}>
        {choices.map((choice) => (
          <ListRow
            key={choice}
            role="radio"
            checked={choice === chosen}
            autoFocus={choice === chosen}
            leading={leadingOf?.(choice)}
            title={labelOf(choice)}
            trailing={choice === chosen && <Icon icon="check" color={colors.accentText} />}
            onPress={() => onChoose(choice)}
          />
        ))}
      </ScrollList>
    </ScreenFrame>
  );
}
