// A band that says what is wrong and what to do: amber could be better, red is not working.

import { useTheme } from '../app-context.ts';
import { type IconName, Text, View } from '../lvgl/index.ts';
import type { Explanation } from '../text/index.ts';
import { Icon } from './icon.tsx';
import { columnStyle, rowStyle, strongStyle, textStyle } from './surface-styles.ts';

interface RibbonProps {
  readonly severity: 'warning' | 'error';
  readonly explanation: Explanation;
  readonly icon?: IconName;
  /** Where there is little height: cause and remedy in one run of text. */
  readonly oneParagraph?: boolean;
}

export function Ribbon({ severity, explanation, icon, oneParagraph = false }: RibbonProps) {
  const theme = useTheme();
  const { colors, layout } = theme;
  const ink = severity === 'error' ? colors.errorText : colors.warningText;
  const style = {
    ...rowStyle,
    width: '100%',
    height: 'auto',
    'border-radius': layout.radius,
    'background-color': severity === 'error' ? colors.errorSurface : colors.warningSurface,
    'padding-left': layout.narrow ? 8 : 16,
    'padding-right': layout.narrow ? 8 : 16,
    'padding-top': oneParagraph || layout.narrow ? 4 : 7,
    'padding-bottom': oneParagraph || layout.narrow ? 4 : 7,
    'column-spacing': layout.narrow ? 10 : 14,
  } as const;
  return (
    <View style={style} role="alert" name={`${explanation.what} ${explanation.remedy}`}>
      {!(oneParagraph && layout.narrow) && (
        <Icon icon={icon ?? (severity === 'error' ? 'circle-alert' : 'triangle-alert')} color={ink} />
      )}
      <View style={{ ...columnStyle, 'flex-grow': 1, height: 'auto' }} role="none">
        {oneParagraph ? (
          <Text
            style={{ ...textStyle(theme, 'caption', ink), width: '100%' }}
          >{`${explanation.what} ${explanation.remedy}`}</Text>
        ) : (
          <>
            <Text style={{ ...strongStyle(theme, 'body', ink), width: '100%' }}>{explanation.what}</Text>
            <Text style={{ ...textStyle(theme, 'caption', ink), width: '100%' }}>{explanation.remedy}</Text>
          </>
        )}
      </View>
    </View>
  );
}
