// Every claim that can be measured today; docs/claims.md tells them to people.

import { callSetup } from './call-setup.ts';
import { callsSoak } from './calls-soak.ts';
import type { Claim } from './claim.ts';
import { halKey } from './hal-key.ts';
import { imageBoot } from './image/image-boot.ts';
import { imageExposure } from './image/image-exposure.ts';
import { imageReproducible } from './image/image-reproducible.ts';
import { imageSize } from './image/image-size.ts';
import { keyToPixels } from './key-to-pixels/key-to-pixels.ts';
import { burst20, delayClean, delayJitter20, delayLoss5 } from './media/call-delay.ts';
import { mediaCpu } from './media/cpu/cpu.ts';
import { inBandDigits } from './media/digits.ts';
import { eModel } from './media/e-model.ts';
import { mediaEcho } from './media/echo.ts';
import { mediaLoop } from './media/loop/loop.ts';
import { mediaMainBlocked } from './media/main-blocked.ts';
import { qualityVsPeers } from './media/quality-vs-peers.ts';
import { mediaSoak } from './media/soak/soak.ts';
import { phoneMemory } from './phone-memory.ts';
import { startReady } from './start-ready.ts';
import { testCallFidelity } from './test-call/test-call-fidelity.ts';
import { updatePowerCut } from './update/update-power-cut.ts';
import { updateRefused } from './update/update-refused.ts';

export const claims: readonly Claim[] = [
  startReady,
  keyToPixels,
  callSetup,
  phoneMemory,
  testCallFidelity,
  callsSoak,
  imageBoot,
  imageSize,
  imageExposure,
  imageReproducible,
  mediaCpu,
  eModel,
  mediaMainBlocked,
  mediaLoop,
  inBandDigits,
  mediaEcho,
  delayClean,
  delayJitter20,
  delayLoss5,
  burst20,
  qualityVsPeers,
  mediaSoak,
  halKey,
  updatePowerCut,
  updateRefused,
];
