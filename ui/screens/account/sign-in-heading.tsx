// Above the fields: what to enter, or why it did not work and what to do.

import type { SignInFailure } from '../../../firmware/phone.ts';
import { useFormats, useLatestState, usePhoneState, useText, useTheme } from '../../app-context.ts';
import { Text } from '../../lvgl/index.ts';
import { Ribbon, strongStyle, textStyle } from '../../widgets/index.ts';

interface SignInHeadingProps {
  readonly hint: string;
  /** Failures of the other way to sign in, which would only confuse here. */
  readonly notAbout?: readonly SignInFailure[];
  /** Where a keyboard needs the room, the title is left out. */
  readonly titled: boolean;
  /** So is what to enter, on a small screen: the fields say it too. */
  readonly hinted?: boolean;
}

export function SignInHeading({ hint, notAbout = [], titled, hinted = true }: SignInHeadingProps) {
  const theme = useTheme();
  const { signIn, troubles } = useText();
  const trouble = usePhoneState().troubles[0];
  const failure = useSignInFailure(notAbout);
  if (failure) return <Ribbon severity="error" explanation={failure} oneParagraph={!titled} />;
  if (trouble) return <Ribbon severity="warning" explanation={troubles[trouble]} oneParagraph={!titled} />;
  const hintStyle = { ...textStyle(theme, 'body', theme.colors.secondary), width: '100%' } as const;
  return (
    <>
      {titled && (
        <Text style={strongStyle(theme, 'title')} role="heading">
          {signIn.title}
        </Text>
      )}
      {hinted && <Text style={hintStyle}>{hint}</Text>}
    </>
  );
}

/** The failure's own sentence; with a countdown where sign-in is locked for a while. */
function useSignInFailure(
  notAbout: readonly SignInFailure[],
): { readonly what: string; readonly remedy: string } | undefined {
  const { account, nowMs } = useLatestState();
  const { signIn } = useText();
  const formats = useFormats();
  if (account.status !== 'signed-out' || account.failure === undefined) return undefined;
  if (notAbout.includes(account.failure)) return undefined;
  const explanation = signIn.failures[account.failure];
  const leftMs = (account.lockedUntilMs ?? 0) - nowMs;
  return leftMs > 0
    ? { what: explanation.what, remedy: signIn.tryAgainIn(formats.duration(leftMs + 999)) }
    : explanation;
}
