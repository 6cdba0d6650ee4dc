// Every device of the board, whether it works, and what its driver says: for whoever mends it.

import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { EmptyState, Icon, ListRow, ScreenFrame, ScreenTitle, ScrollList } from '../../widgets/index.ts';

export function PartsScreen() {
  const { navigator } = useServices();
  const { actions, parts: words } = useText();
  const { colors } = useTheme();
  const { parts } = usePhoneState();
  const faultsFirst = parts.toSorted((a, b) => Number(a.isWorking) - Number(b.isWorking));
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
      {parts.length === 0 ? (
        <EmptyState icon="circle-check" title={words.none} detail={words.noneDetail} />
      ) : (
        <ScrollList name={words.title}>
          {faultsFirst.map(({ kind, name, isWorking, sentence }) => (
            <ListRow
              key={name}
              leading={
                <Icon
                  icon={isWorking ? 'circle-check' : 'triangle-alert'}
                  color={isWorking ? colors.goodText : colors.warningText}
                />
              }
              title={isWorking ? words.works[kind] : words.faults[kind].what}
              detail={`${name}: ${sentence}`}
              // The rows are there to be read; the focus only scrolls.
              onPress={() => undefined}
            />
          ))}
        </ScrollList>
      )}
    </ScreenFrame>
  );
}
