// Whatever bad thing is offered, it is refused for what is wrong with it, and the slots stay as they are.

import { describe, expect, it } from 'vitest';
import { badImages } from '../../../../../bench/enterprise/update/refused/bad-images.ts';
import { badManifests } from '../../../../../bench/enterprise/update/refused/bad-manifests.ts';
import { badServers } from '../../../../../bench/enterprise/update/refused/bad-servers.ts';
import { offer } from '../../../../../bench/enterprise/update/refused/refusal-run.ts';
import { ReleaseDesk } from '../../../../../bench/enterprise/update/release-desk.ts';

const desk = new ReleaseDesk();

describe.each([...badManifests(desk), ...badImages(desk)])('$name', ({ reason, offered }) => {
  it(`is refused: ${reason}`, async () => {
    expect(await offer(offered)).toEqual({ reason, unharmed: true });
  });
});

describe.each(await badServers())('$name', ({ reason, run }) => {
  it(`ends in: ${reason}`, async () => {
    expect((await run(offer)).reason).toBe(reason);
  });
});
