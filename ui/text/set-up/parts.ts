// What the screen says of the board's devices, in each language.

import type { PartKind } from '../../../firmware/phone.ts';

export interface PartsCatalogue {
  readonly parts: {
    readonly title: string;
    readonly none: string;
    readonly noneDetail: string;
    readonly allWork: string;
    readonly works: Readonly<Record<PartKind, string>>;
    readonly faults: Readonly<Record<PartKind, { readonly what: string; readonly remedy: string }>>;
  };
}

export const englishParts: PartsCatalogue = {
  parts: {
    title: 'Parts of this phone',
    none: 'Nothing to report',
    noneDetail: 'This phone has no parts that can fail by themselves.',
    allWork: 'All work',
    works: {
      keypad: 'Keys',
      hook: 'Hook switch',
      touch: 'Touch panel',
      screen: 'Screen',
      panel: 'Key panel',
      handset: 'Handset keys',
      lamps: 'Lamps',
      light: 'Screen light',
      watchdog: 'Watchdog',
      time: 'Clock',
      other: 'Another part',
    },
    faults: {
      keypad: { what: 'The keys do not work', remedy: 'Check their plug. Settings, Parts of this phone says more.' },
      hook: { what: 'The hook switch does not work', remedy: 'Use the speaker key. Settings, Parts says more.' },
      touch: { what: 'The touch panel does not work', remedy: 'Use the keys. Settings, Parts says more.' },
      screen: { what: 'The screen does not fit', remedy: 'Check its cable and size. Settings, Parts says more.' },
      panel: { what: 'The key panel is not understood', remedy: 'Check its cable. Settings, Parts says more.' },
      handset: { what: 'The handset’s keys do not work', remedy: 'Plug it in again. Settings, Parts says more.' },
      lamps: { what: 'A lamp does not work', remedy: 'Calls are not affected. Settings, Parts says more.' },
      light: { what: 'The screen cannot be dimmed', remedy: 'It stays bright. Settings, Parts says more.' },
      watchdog: { what: 'The watchdog does not work', remedy: 'Tell your administrator. Settings, Parts says more.' },
      time: { what: 'The time is not known yet', remedy: 'It comes with the network. Settings, Parts says more.' },
      other: { what: 'A part of the phone does not work', remedy: 'Tell your administrator: Settings, Parts.' },
    },
  },
};

export const germanParts: PartsCatalogue = {
  parts: {
    title: 'Teile des Telefons',
    none: 'Nichts zu melden',
    noneDetail: 'Dieses Telefon hat keine Teile, die für sich ausfallen.',
    allWork: 'Alles in Ordnung',
    works: {
      keypad: 'Tasten',
      hook: 'Gabelschalter',
      touch: 'Berührung',
      screen: 'Bildschirm',
      panel: 'Tastenfeld',
      handset: 'Tasten des Hörers',
      lamps: 'Lampen',
      light: 'Bildschirmlicht',
      watchdog: 'Wächter',
      time: 'Uhr',
      other: 'Anderes Teil',
    },
    faults: {
      keypad: { what: 'Die Tasten gehen nicht', remedy: 'Prüfen Sie den Stecker. Mehr: Optionen, Teile.' },
      hook: { what: 'Der Gabelschalter geht nicht', remedy: 'Nutzen Sie die Lautsprechertaste. Mehr unter Teile.' },
      touch: { what: 'Die Berührung geht nicht', remedy: 'Nutzen Sie die Tasten. Mehr: Optionen, Teile.' },
      screen: { what: 'Der Bildschirm passt nicht', remedy: 'Prüfen Sie Kabel und Größe. Mehr unter Teile.' },
      panel: { what: 'Das Tastenfeld ist gestört', remedy: 'Prüfen Sie sein Kabel. Mehr: Optionen, Teile.' },
      handset: { what: 'Die Tasten des Hörers gehen nicht', remedy: 'Stecken Sie ihn neu ein. Mehr unter Teile.' },
      lamps: { what: 'Eine Lampe geht nicht', remedy: 'Anrufe gehen trotzdem. Mehr: Optionen, Teile.' },
      light: { what: 'Das Licht ist nicht dimmbar', remedy: 'Der Bildschirm bleibt hell. Mehr unter Teile.' },
      watchdog: { what: 'Der Wächter geht nicht', remedy: 'Sagen Sie es der Administration. Mehr unter Teile.' },
      time: { what: 'Die Uhrzeit ist noch unbekannt', remedy: 'Sie kommt mit dem Netz. Mehr unter Teile.' },
      other: { what: 'Ein Teil des Telefons geht nicht', remedy: 'Sagen Sie es der Administration (Teile).' },
    },
  },
};
