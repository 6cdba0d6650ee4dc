// The steps of a bench test, in the order in which a person does them: hands, eyes, ears, calls, endurance.

import { callsStep } from './calls.ts';
import { devicesStep } from './devices.ts';
import { echoStep, ringerStep, soundSteps } from './ears.ts';
import { lampsStep, screenStep, touchStep } from './eyes.ts';
import { rollBackStep, updateStep } from './image-update.ts';
import { hookStep, keysStep } from './keys.ts';
import { networkStep, powerStep } from './outages.ts';
import type { Step } from './step.ts';

export const steps: readonly Step[] = [
  ...[devicesStep, keysStep, hookStep, touchStep, lampsStep, screenStep],
  ...[ringerStep, ...soundSteps, echoStep, callsStep],
  ...[networkStep, powerStep, rollBackStep, updateStep],
];
