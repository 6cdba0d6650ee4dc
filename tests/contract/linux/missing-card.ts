// A process with a handset that is not there: tells on its output what the driver says of it, and ends.

import { openAudio } from '../../../hal/linux/alsa-audio.ts';

const path = { capture: 'hw:CARD=nowhere', playback: 'hw:CARD=nowhere', capture_db: 0, playback_db: 0 };
let said = 0;
const device = await openAudio({ handset: path }, 960, (sentence) => {
  if (!sentence.includes('hw:CARD=nowhere')) return;
  process.stdout.write(`${sentence}\n`);
  said++;
  // A microphone and a speaker; another try at each is made before this turn of the loop is over.
  if (said === 2) void device.close();
});
device.start(() => undefined);
