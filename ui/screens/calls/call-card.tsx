// Who is at the other end, for how long, and in what state the call is.

import type { CallState } from '../../../firmware/phone.ts';
import { useFormats, useLatestState, useText, useTheme } from '../../app-context.ts';
import { Text, View } from '../../lvgl/index.ts';
import {
  Avatar,
  Card,
  columnStyle,
  Icon,
  type IconName,
  LevelWave,
  rowStyle,
  strongStyle,
  textStyle,
} from '../../widgets/index.ts';
import { partyDetail, partyName } from '../people/person-details.ts';

/** Characters of a name that stand beside the picture in the largest letters. */
const longestTitle = 14;

interface CallCardProps {
  readonly call: CallState;
  readonly other: CallState | undefined;
}

export function CallCard({ call, other }: CallCardProps) {
  const theme = useTheme();
  const text = useText();
  const { party } = call;
  const { colors } = theme;
  const { narrow } = theme.layout;
  const words = { ...columnStyle, 'flex-grow': 1, width: 100, height: 'auto', 'row-spacing': narrow ? 2 : 4 } as const;
  const card = {
    ...columnStyle,
    width: 200,
    'flex-grow': 1,
    height: '100%',
    'justify-content': 'center',
    'row-spacing': narrow ? 8 : 14,
  } as const;
  const detail = partyDetail(party, text);
  const name = partyName(party, text);
  const large = narrow ? 'heading' : 'title';
  const titleRole = name.length <= longestTitle ? large : narrow ? 'label' : 'heading';
  return (
    <Card style={card}>
      <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': narrow ? 12 : 18 }} role="none">
        <Avatar name={name} size={narrow ? 64 : 112} picture={party.person?.picture} presence="in-call" />
        <View style={words} role="none">
          <Text style={{ ...strongStyle(theme, titleRole), width: '100%' }} role="heading">
            {name}
          </Text>
          {detail !== '' && (
            <Text style={{ ...textStyle(theme, 'body', colors.secondary), width: '100%' }}>{detail}</Text>
          )}
          <CallClock call={call} />
        </View>
      </View>
      <CallCondition call={call} />
      {other && <OtherCall other={other} />}
    </Card>
  );
}

function CallClock({ call }: { readonly call: CallState }) {
  const theme = useTheme();
  const { nowMs } = useLatestState();
  const formats = useFormats();
  const { encrypted, notEncrypted } = useText().call;
  const secure = call.quality?.encrypted;
  const { colors } = theme;
  return (
    <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': 12 }} role="none">
      <Text style={textStyle(theme, 'heading')} role="timer">
        {formats.duration(nowMs - (call.connectedAtMs ?? nowMs))}
      </Text>
      {secure !== undefined && (
        <Icon
          icon={secure ? 'shield-check' : 'shield-off'}
          size={20}
          name={secure ? encrypted : notEncrypted}
          color={secure ? colors.goodText : colors.warningText}
        />
      )}
    </View>
  );
}

/** The voice as it comes, or why there is none. */
function CallCondition({ call }: { readonly call: CallState }) {
  const { call: words } = useText();
  const { narrow } = useTheme().layout;
  if (call.held) return <Condition icon="pause" what={words.onHold} detail={words.theyHearNothing} />;
  if (call.heldByRemote) return <Condition icon="pause" what={words.heldByThem} detail={words.youHearNothing} />;
  return <LevelWave source="playout" height={narrow ? 24 : 40} />;
}

function Condition({
  icon,
  what,
  detail,
}: {
  readonly icon: IconName;
  readonly what: string;
  readonly detail: string;
}) {
  const theme = useTheme();
  const { colors } = theme;
  const style = {
    ...rowStyle,
    width: '100%',
    height: 'auto',
    'background-color': colors.raised,
    'border-radius': theme.layout.radiusSmall,
    padding: 10,
    'column-spacing': 12,
  } as const;
  return (
    <View style={style} role="status" name={what}>
      <Icon icon={icon} color={colors.accentText} />
      <View style={{ ...columnStyle, 'flex-grow': 1, width: 200, height: 'auto' }} role="none">
        <Text style={{ ...strongStyle(theme, 'body'), width: '100%' }}>{what}</Text>
        <Text style={{ ...textStyle(theme, 'caption', colors.secondary), width: '100%' }}>{detail}</Text>
      </View>
    </View>
  );
}

function OtherCall({ other }: { readonly other: CallState }) {
  const theme = useTheme();
  const text = useText();
  const name = partyName(other.party, text);
  const words = other.held ? text.call.alsoHeld(name) : text.call.alsoInCall(name);
  return (
    <View style={{ ...rowStyle, width: '100%', height: 'auto', 'column-spacing': 10 }} role="status" name={words}>
      <Icon icon="users" size={20} color={theme.colors.secondary} />
      <Text style={{ ...textStyle(theme, 'body', theme.colors.secondary), width: 200, 'flex-grow': 1 }}>{words}</Text>
    </View>
  );
}
