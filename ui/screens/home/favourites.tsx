// The people one calls most, each one press away, with their presence.

import type { Person } from '../../../firmware/phone.ts';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Button, Text, View } from '../../lvgl/index.ts';
import {
  Avatar,
  Card,
  columnStyle,
  focusedRing,
  pressedStyle,
  rowStyle,
  strongStyle,
  surfaceStyle,
  textStyle,
  usePresenceWord,
} from '../../widgets/index.ts';

/** As many as stand beside each other on the card. */
const mostShown = 5;

export function Favourites() {
  const theme = useTheme();
  const { home } = useText();
  const favourites = usePhoneState().contacts.filter((person) => person.favourite);
  if (favourites.length === 0) {
    return (
      <Card style={{ width: '100%', 'flex-grow': 1, 'justify-content': 'center', 'row-spacing': 4 }}>
        <Text style={{ ...strongStyle(theme, 'label'), width: '100%' }}>{home.noFavourites}</Text>
        <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), width: '100%' }}>
          {home.noFavouritesDetail}
        </Text>
      </Card>
    );
  }
  return (
    <Card
      name={home.favourites}
      style={{
        ...rowStyle,
        width: '100%',
        'flex-grow': 1,
        padding: 5,
        'column-spacing': 4,
        'justify-content': theme.layout.narrow ? 'space-evenly' : 'flex-start',
      }}
    >
      {favourites.slice(0, mostShown).map((person) => (
        <Favourite key={person.id} person={person} />
      ))}
    </Card>
  );
}

function Favourite({ person }: { readonly person: Person }) {
  const theme = useTheme();
  const { navigator } = useServices();
  const word = usePresenceWord();
  const { narrow } = theme.layout;
  const size = narrow ? 48 : 64;
  const style = {
    ...columnStyle,
    ...surfaceStyle(theme, theme.colors.card),
    'border-width': 0,
    width: 93,
    height: '100%',
    padding: 2,
    'align-items': 'center',
    'justify-content': 'center',
    'row-spacing': narrow ? 2 : 4,
  } as const;
  const name = person.presence ? `${person.name}, ${word(person.presence)}` : person.name;
  return (
    <Button
      style={style}
      name={name}
      onFocusedStyle={focusedRing(theme)}
      onPressedStyle={pressedStyle(theme)}
      onClick={() => navigator.push({ screen: 'contact', personId: person.id })}
    >
      <View style={{ width: size + 4, height: size + 4 }} role="none">
        <Avatar name={person.name} size={size} picture={person.picture} presence={person.presence} />
      </View>
      <Text
        style={{ ...textStyle(theme, 'caption'), width: '100%', 'text-align': 'center', 'text-overflow': 'ellipsis' }}
      >
        {firstName(person.name)}
      </Text>
    </Button>
  );
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}
