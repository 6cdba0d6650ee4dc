// Joins Automatic Image Update to a phone: which server it asks, by the policy and by this phone's configuration.

import type { BootSlots } from '../../../hal/boot-slots.ts';
import type { Clock } from '../../../hal/clock.ts';
import type { DeviceIdentity } from '../../../hal/identity.ts';
import type { Config, Policy } from '../../config/index.ts';
import type { LogSink } from '../../store/index.ts';
import { ImageUpdate, type ImageUpdatePorts } from './image-update.ts';
import type { UpdateServer } from './server/update-server.ts';

export interface UpdateParts extends Omit<ImageUpdatePorts, 'server'> {
  readonly config: Config;
  readonly trustAnchors: readonly string[];
  /** Whether the store outlasts a restart: nothing is installed by a phone that would not remember it. */
  readonly durable: boolean;
}

export async function openImageUpdate({ config, trustAnchors, durable, ...ports }: UpdateParts): Promise<ImageUpdate> {
  const { policy, clock, slots, identity, log } = ports;
  const parts = { policy, clock, slots, identity, log, config, trustAnchors };
  return new ImageUpdate({ ...ports, server: durable ? await serverOf(parts) : undefined });
}

interface ServerParts {
  readonly policy: Policy;
  readonly clock: Clock;
  readonly slots: BootSlots;
  readonly identity: DeviceIdentity;
  readonly log: LogSink;
  readonly config: Config;
  readonly trustAnchors: readonly string[];
}

/** What speaks HTTPS is loaded only by a phone that is updated: it costs memory. */
async function serverOf({
  policy,
  clock,
  slots,
  identity,
  log,
  config,
  trustAnchors,
}: ServerParts): Promise<UpdateServer | undefined> {
  const { enabled, server, type, ring, maxRateKBps, tenant, gatewayToken } = policy.imageUpdate;
  if (!enabled) return undefined;
  if (server === undefined) {
    log('warning', 'Image update: the policy switches it on and names no server ("imageUpdate.server").');
    return undefined;
  }
  const shared = { server, trustAnchors, clock, mostBytesPerSecond: maxRateKBps * 1_000 };
  if (type === 'static') {
    const { StaticServer } = await import('./server/static-server.ts');
    return new StaticServer({ ...shared, compatible: slots.compatible, ring });
  }
  const own = config.update_token === undefined ? undefined : `TargetToken ${config.update_token}`;
  const authorization = own ?? (gatewayToken === undefined ? undefined : `GatewayToken ${gatewayToken}`);
  if (authorization === undefined) {
    log('warning', 'Image update: hawkBit wants a token ("update_token" in the configuration of this phone).');
    return undefined;
  }
  const { HawkbitServer } = await import('./server/hawkbit-server.ts');
  return new HawkbitServer({ ...shared, tenant, controllerId: identity.serialNumber, authorization });
}
