// What is wrong with the phone's sound, and what to do, wherever that is told.

import { useText } from '../app-context.ts';
import type { DeviceProblem } from '../text/index.ts';
import { Ribbon } from './ribbon.tsx';

export function DeviceProblemRibbon({ problem }: { readonly problem: DeviceProblem }) {
  const { deviceProblems } = useText();
  const icon = problem === 'sound-off' ? 'volume-x' : 'unplug';
  return <Ribbon severity="error" icon={icon} explanation={deviceProblems[problem]} />;
}
