// Settings survive a restart, and nothing out of range gets into them.

import { expect, test } from 'vitest';
import { policySchema } from '../../../../firmware/config/index.ts';
import { Settings } from '../../../../firmware/core/settings.ts';
import { MemoryStore } from '../../../../firmware/store/index.ts';

const policy = policySchema.parse({});

test('a change is kept for the next start', () => {
  const store = new MemoryStore();
  expect(new Settings(store, policy, 'en').change({ theme: 'light', language: 'de' })).toBe(true);
  expect(new Settings(store, policy, 'en').current).toMatchObject({
    theme: 'light',
    language: 'de',
    textSize: 'normal',
  });
});

test('what is out of range, or stored by something else, is not taken', () => {
  const store = new MemoryStore();
  const settings = new Settings(store, policy, 'en');
  expect(settings.change({ ringerVolume: 1.5 })).toBe(false);
  expect(settings.current.ringerVolume).toBe(0.6);
  store.write('settings', { theme: 'pink' });
  expect(new Settings(store, policy, 'de').current).toMatchObject({ theme: 'dark', language: 'de' });
});

test('a volume stops at its ends, and only the ringer can be silent', () => {
  const settings = new Settings(new MemoryStore(), policy, 'en');
  settings.stepVolume('ringerVolume', -20);
  settings.stepVolume('handsetVolume', -20);
  settings.stepVolume('speakerVolume', 20);
  expect(settings.current).toMatchObject({ ringerVolume: 0, handsetVolume: 0.1, speakerVolume: 1 });
});

test('the ringer is the administrator’s where the policy says so', () => {
  const settings = new Settings(new MemoryStore(), policySchema.parse({ enableRingerChange: false }), 'en');
  settings.change({ ringer: 'marimba', theme: 'light' });
  expect(settings.current).toMatchObject({ ringer: '', theme: 'light' });
});
