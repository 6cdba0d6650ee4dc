// A large picture in a ring: green while ringing, grey once over.

import type { CallState } from '../../../firmware/phone.ts';
import { useText, useTheme } from '../../app-context.ts';
import { type Colour, View } from '../../lvgl/index.ts';
import { Avatar, columnStyle } from '../../widgets/index.ts';
import { partyName } from '../people/person-details.ts';

const large = { outer: 172, picture: 132 } as const;
const small = { outer: 88, picture: 58 } as const;

export function RingedAvatar({ call, ring }: { readonly call: CallState; readonly ring: Colour }) {
  const { colors, layout } = useTheme();
  const { outer, picture } = layout.narrow ? small : large;
  const text = useText();
  const { party } = call;
  const centred = { ...columnStyle, 'justify-content': 'center', 'align-items': 'center' } as const;
  const halo = {
    ...centred,
    width: outer,
    height: outer,
    'border-radius': outer / 2,
    'border-width': 8,
    'border-color': ring,
    'border-opacity': 0.25,
  } as const;
  const circle = {
    ...centred,
    width: outer - 16,
    height: outer - 16,
    'border-radius': outer / 2,
    'border-width': 3,
    'border-color': ring,
  } as const;
  return (
    <View style={halo} role="none">
      <View style={circle} role="none">
        <View style={{ width: picture, height: picture }} role="none">
          <Avatar
            name={partyName(party, text)}
            size={picture}
            picture={party.person?.picture}
            presence={party.person?.presence}
            on={colors.background}
          />
        </View>
      </View>
    </View>
  );
}
