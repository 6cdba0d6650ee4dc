// One person: who they are, whether they are free, and every way to reach them.

import type { Person } from '../../../firmware/phone.ts';
import { usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { type IconName, Text, View } from '../../lvgl/index.ts';
import type { NumberKind } from '../../text/index.ts';
import {
  Avatar,
  columnStyle,
  EmptyState,
  Icon,
  ListRow,
  PresencePill,
  rowStyle,
  ScreenFrame,
  ScrollList,
  type SoftKeys,
  strongStyle,
  textStyle,
} from '../../widgets/index.ts';
import { targetOf } from './person-details.ts';

const numberIcons: Readonly<Record<NumberKind, IconName>> = {
  extension: 'phone',
  work: 'phone',
  mobile: 'smartphone',
  home: 'house',
};

export function ContactScreen({ personId }: { readonly personId: string }) {
  const { phone, navigator } = useServices();
  const { actions, contacts: words } = useText();
  const person = usePhoneState().contacts.find((candidate) => candidate.id === personId);
  const target = person && targetOf(person);
  const softKeys: SoftKeys = [
    target
      ? { label: actions.call, icon: 'phone', tone: 'calling', onPress: () => phone.commands.dial(target) }
      : undefined,
    undefined,
    undefined,
    { label: actions.back, icon: 'arrow-left', onPress: () => navigator.back() },
  ];
  return (
    <ScreenFrame
      name={person?.name ?? words.title}
      softKeys={softKeys}
      contentStyle={{ ...rowStyle, 'column-spacing': 20, 'align-items': 'flex-start' }}
    >
      {person ? (
        <PersonCard person={person} />
      ) : (
        <EmptyState icon="users" title={words.noneFound(personId)} detail={words.noneFoundDetail} />
      )}
    </ScreenFrame>
  );
}

/** Characters of a name that leave room for a large picture. */
const longestHeading = 24;

function PersonCard({ person }: { readonly person: Person }) {
  const theme = useTheme();
  const { narrow } = theme.layout;
  const long = person.name.length > longestHeading;
  const size = narrow ? 76 : long ? 84 : 132;
  const centred = { width: '100%', 'text-align': 'center' } as const;
  const left = {
    ...columnStyle,
    width: narrow ? 190 : 300,
    height: '100%',
    'align-items': 'center',
    'justify-content': 'center',
    'row-spacing': 8,
  } as const;
  const about = [person.title, person.organization].filter(Boolean).join(' · ');
  return (
    <>
      <View style={left} role="none">
        {!(narrow && long) && (
          <Avatar name={person.name} size={size} picture={person.picture} on={theme.colors.background} />
        )}
        <Text style={{ ...strongStyle(theme, long ? 'name' : 'heading'), ...centred }} role="heading">
          {person.name}
        </Text>
        {about !== '' && (
          <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), ...centred }}>{about}</Text>
        )}
        {person.presence && <PresencePill presence={person.presence} />}
      </View>
      <WaysToReach person={person} />
    </>
  );
}

function WaysToReach({ person }: { readonly person: Person }) {
  const { phone } = useServices();
  const { contacts: words } = useText();
  const { colors } = useTheme();
  const { address } = person;
  if (person.numbers.length === 0 && !address)
    return <EmptyState icon="phone-off" title={person.name} detail={words.noNumbers} />;
  return (
    <View style={{ ...columnStyle, width: 200, 'flex-grow': 1, height: '100%' }} role="none">
      <ScrollList name={person.name}>
        {person.numbers.map(({ kind, number }, at) => (
          <ListRow
            key={`${kind} ${number}`}
            leading={<Icon icon={numberIcons[kind]} color={colors.accentText} />}
            title={number}
            detail={words.numbers[kind]}
            autoFocus={at === 0}
            onPress={() => phone.commands.dial(number)}
          />
        ))}
        {address && (
          <ListRow
            leading={<Icon icon="mail" color={colors.accentText} />}
            title={address}
            detail={words.address}
            onPress={() => phone.commands.dial(address)}
          />
        )}
      </ScrollList>
    </View>
  );
}
