// Two virtual sound cards whose microphones hear the same person, over and over: one for the phone, one for its peer.

import { readSpeech } from '../../../media/speech/speech.ts';
import type { VirtualCard } from '../../../media/vclk/virtual-card.ts';
import { openVirtualCards } from '../../../media/vclk/virtual-cards.ts';

/** A card keeps five seconds ahead of its clock. */
const aheadSeconds = 3;
const pieceSeconds = 0.5;

export interface TalkingCards {
  /** PCM names. */
  readonly phone: string;
  readonly peer: string;
  /** For the environment of both. */
  readonly environment: { readonly ALSA_CONFIG_PATH: string };
  close(): void;
}

export function openTalkingCards(): TalkingCards {
  const cards = openVirtualCards({ name: 'phone' }, { name: 'peer' });
  const [phone, peer] = cards.cards as readonly [VirtualCard, VirtualCard];
  const { samples } = readSpeech();
  const pieceFrames = phone.rateHz * pieceSeconds;
  let said = phone.position();
  const talk = () => {
    const until = phone.position() + phone.rateHz * aheadSeconds;
    for (; said < until; said += pieceFrames) {
      const piece = Int16Array.from({ length: pieceFrames }, (_, n) => samples[(said + n) % samples.length] ?? 0);
      phone.say(said, piece);
      peer.say(said, piece);
    }
  };
  talk();
  const timer = setInterval(talk, pieceSeconds * 1000);
  return {
    phone: phone.near,
    peer: peer.near,
    environment: cards.environment,
    close: () => {
      clearInterval(timer);
      cards.close();
    },
  };
}
