// Sets the library's user agent core up for one account, on our path, our digest and our log.

import type { RandomSource } from '../../../hal/clock.ts';
import type { Authenticator } from '../digest/authenticator.ts';
import type { SignallingPath } from '../link/signalling-path.ts';
import { quote, type SipLog } from '../log.ts';
import type { SignallingConnection } from '../transport/connection.ts';
import {
  Grammar,
  Levels,
  LoggerFactory,
  type OutgoingRequestMessage,
  URI,
  type UserAgentCore,
  type UserAgentCoreConfiguration,
  type UserAgentCoreDelegate,
} from './sipjs.ts';
import { TellingCore } from './telling-core.ts';
import { newToken } from './tokens.ts';

export interface CoreSetup {
  readonly user: string;
  readonly domain: string;
  readonly displayName: string;
  readonly userAgentName: string;
  readonly path: SignallingPath;
  readonly authenticator: Authenticator;
  readonly random: RandomSource;
  readonly log: SipLog;
  readonly delegate: UserAgentCoreDelegate;
}

export const supportedOptions = ['timer'] as const;

export function createCore(setup: CoreSetup): UserAgentCore {
  // Its user part is drawn afresh, so that only who learned it from us or from our registrar reaches us.
  const contactUri = new URI('sip', newToken(setup.random), 'invalid.invalid');
  const configuration: UserAgentCoreConfiguration = {
    aor: addressOfRecord(setup),
    contact: { pubGruu: undefined, tempGruu: undefined, uri: contactUri, toString: () => `<${contactUri.toString()}>` },
    displayName: setup.displayName,
    loggerFactory: createLoggerFactory(setup.log),
    hackViaTcp: false,
    routeSet: [],
    sipjsId: '',
    supportedOptionTags: [...supportedOptions],
    supportedOptionTagsResponse: [...supportedOptions],
    userAgentHeaderFieldValue: setup.userAgentName,
    viaForceRport: true,
    viaHost: 'invalid.invalid',
    authenticationFactory: () => libraryCredentials(setup.authenticator),
    transportAccessor: () => setup.path,
  };
  return new TellingCore(configuration, setup.delegate, setup.log);
}

/** The library keeps user parts unescaped and compares them so. */
function addressOfRecord({ user, domain }: CoreSetup): URI {
  return Grammar.URIParse(`sip:${user}@${domain}`) ?? new URI('sip', user, domain);
}

/** Tell the library where we are now: requests sent from here on carry this Via and Contact. */
export function moveCore(core: UserAgentCore, connection: SignallingConnection): void {
  const host = connection.localAddress.includes(':') ? `[${connection.localAddress}]` : connection.localAddress;
  const { contact } = core.configuration;
  contact.uri.host = host;
  contact.uri.port = connection.localPort;
  contact.uri.setParam('transport', connection.protocol === 'WSS' ? 'ws' : connection.protocol.toLowerCase());
  core.configuration.viaHost = `${host}:${connection.localPort}`;
}

export function contactHeader(core: UserAgentCore): string {
  return `Contact: ${core.configuration.contact.toString()}`;
}

/** The library types this as its own class, whose private fields no other can have; it calls only these two methods. */
function libraryCredentials(
  authenticator: Authenticator,
): ReturnType<UserAgentCoreConfiguration['authenticationFactory']> {
  let credentials: string | undefined;
  const adapter = {
    authenticate(request: OutgoingRequestMessage, challenge: { readonly nonce: string }): boolean {
      credentials = authenticator.answer(challenge.nonce, request.method, request.ruri.toString());
      // What was signed ahead has been refused; two answers to one realm would confuse the server.
      request.extraHeaders = request.extraHeaders.filter((header) => !/^(?:proxy-)?authorization:/i.test(header));
      return credentials !== undefined;
    },
    toString: () => credentials ?? '',
  };
  return adapter as unknown as ReturnType<UserAgentCoreConfiguration['authenticationFactory']>;
}

function createLoggerFactory(log: SipLog): LoggerFactory {
  const factory = new LoggerFactory();
  factory.builtinEnabled = false;
  factory.level = Levels.warn;
  factory.connector = (level, category, _label, content) => {
    if (level === 'error' || level === 'warn') {
      log(level === 'warn' ? 'warning' : level, `${category}: ${quote(String(content), 300)}`);
    }
  };
  return factory;
}
