// Where the phone rests: its owner, what was missed, and the people one calls most.

import { useFormats, useLatestState, usePhoneState, useServices, useText, useTheme } from '../../app-context.ts';
import { Button, Text, View } from '../../lvgl/index.ts';
import { liveCalls } from '../../navigation/routes.ts';
import {
  Avatar,
  Card,
  columnStyle,
  focusedRing,
  Icon,
  PresenceBadge,
  rowStyle,
  ScreenFrame,
  type SoftKeys,
  strongStyle,
  surfaceStyle,
  textStyle,
  tileHeight,
  usePresenceWord,
} from '../../widgets/index.ts';
import { Favourites } from './favourites.tsx';
import { HomeNotice, usePartFault } from './home-notice.tsx';
import { HomeTile } from './home-tile.tsx';

export function HomeScreen() {
  const { navigator } = useServices();
  const { actions, home } = useText();
  const state = usePhoneState();
  const inCall = liveCalls(state).length > 0;
  const softKeys: SoftKeys = [
    inCall
      ? { label: home.backToCall, icon: 'phone', tone: 'primary', onPress: () => navigator.push({ screen: 'call' }) }
      : { label: actions.dialPad, icon: 'grid-3x3', onPress: () => navigator.push({ screen: 'dial', typed: '' }) },
    { label: actions.calls, icon: 'history', onPress: () => navigator.push({ screen: 'calls', missedOnly: false }) },
    { label: actions.people, icon: 'users', onPress: () => navigator.push({ screen: 'contacts' }) },
    { label: actions.settings, icon: 'settings', onPress: () => navigator.push({ screen: 'settings' }) },
  ];
  const { narrow } = useTheme().layout;
  return (
    <ScreenFrame name="home" softKeys={softKeys} contentStyle={narrow ? {} : besideStyle}>
      {narrow ? <NarrowHome /> : <RoomyHome />}
    </ScreenFrame>
  );
}

const besideStyle = { ...rowStyle, 'column-spacing': 12, 'align-items': 'flex-start' } as const;

function RoomyHome() {
  return (
    <>
      <OwnerCard />
      <View style={{ ...columnStyle, width: 200, 'flex-grow': 1, height: '100%', 'row-spacing': 8 }} role="none">
        <HomeNotice />
        <View style={pairStyle} role="none">
          <MissedTile />
          <MessagesTile />
        </View>
        <Favourites />
      </View>
    </>
  );
}

/** The owner stands in the band on top already; what does not work takes the place of whom one calls most. */
function NarrowHome() {
  const state = usePhoneState();
  const troubled =
    usePartFault() !== undefined ||
    state.troubles.length > 0 ||
    state.deviceProblems.length > 0 ||
    state.account.status === 'reconnecting';
  return (
    <>
      {troubled && <HomeNotice />}
      <View style={pairStyle} role="none">
        <PresenceButton />
        {!troubled && <HomeNotice />}
      </View>
      <View style={pairStyle} role="none">
        <MissedTile />
        <MessagesTile />
      </View>
      {!troubled && <Favourites />}
    </>
  );
}

const pairStyle = { ...rowStyle, width: '100%', height: 'auto', 'column-spacing': 8 } as const;

function OwnerCard() {
  const theme = useTheme();
  const { self, presence, nowMs, contacts } = useLatestState();
  const own = self && contacts.find(({ address }) => address === self.address);
  const formats = useFormats();
  const secondary = { ...textStyle(theme, 'body', theme.colors.secondary), width: '100%' } as const;
  return (
    <Card style={{ width: 264, height: '100%', 'row-spacing': 6 }}>
      <Avatar name={self?.name ?? ''} size={80} picture={own?.picture} presence={presence} />
      <Text style={{ ...strongStyle(theme, 'heading'), width: '100%' }} role="heading">
        {self?.name ?? ''}
      </Text>
      <Text style={secondary}>{self?.title ?? ''}</Text>
      <PresenceButton />
      <View style={{ width: 1, height: 1, 'flex-grow': 1 }} role="none" />
      <Text style={secondary}>{formats.longDate(nowMs)}</Text>
    </Card>
  );
}

function PresenceButton() {
  const theme = useTheme();
  const { navigator } = useServices();
  const { presence } = usePhoneState();
  const word = usePresenceWord()(presence);
  const { narrow } = theme.layout;
  const style = {
    ...rowStyle,
    ...surfaceStyle(theme, narrow ? theme.colors.card : theme.colors.raised),
    width: narrow ? 200 : '100%',
    'flex-grow': narrow ? 1 : 0,
    'margin-top': narrow ? 0 : 6,
    'padding-left': 10,
    'padding-right': 10,
    ...tileHeight(theme, 52, 'label'),
    'column-spacing': 10,
  } as const;
  return (
    <Button
      style={style}
      onFocusedStyle={focusedRing(theme)}
      name={word}
      onClick={() => navigator.push({ screen: 'presence' })}
    >
      <PresenceBadge presence={presence} size={20} />
      <Text style={{ ...textStyle(theme, 'label'), 'flex-grow': 1 }}>{word}</Text>
      <Icon icon="chevron-right" size={20} color={theme.colors.secondary} />
    </Button>
  );
}

function MissedTile() {
  const { navigator } = useServices();
  const { home } = useText();
  const { missedCount, callLog } = usePhoneState();
  const formats = useFormats();
  const last = callLog.find((entry) => entry.missed);
  const some = missedCount > 0;
  const detail =
    some && last
      ? home.lastFrom(last.party.name || last.party.number, formats.time(last.startedAtMs))
      : home.nothingMissedDetail;
  return (
    <HomeTile
      icon="phone-missed"
      autoFocus
      urgent={some}
      title={some ? home.missed(missedCount) : home.nothingMissed}
      detail={detail}
      onPress={() => navigator.push({ screen: 'calls', missedOnly: some })}
    />
  );
}

function MessagesTile() {
  const { navigator } = useServices();
  const { home } = useText();
  const { messagesWaiting } = usePhoneState();
  const some = messagesWaiting > 0;
  return (
    <HomeTile
      icon="voicemail"
      urgent={some}
      title={some ? home.messages(messagesWaiting) : home.noMessages}
      detail={home.messagesDetail}
      onPress={() => navigator.push({ screen: 'messages' })}
    />
  );
}
