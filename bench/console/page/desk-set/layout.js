// What is printed on the desk set's keys, which lamp sits on which, and which key of the computer presses each.

export const dialKeys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
].map(([key, letters]) => ({ key, letters }));

export const softKeys = [1, 2, 3, 4].map((place) => ({
  key: `soft${place}`,
  name: `Soft key ${place}`,
  shortcut: `F${place}`,
}));

export const arrowKeys = [
  { key: 'up', name: 'Up', shortcut: '↑' },
  { key: 'left', name: 'Left', shortcut: '←' },
  { key: 'ok', name: 'OK', shortcut: 'Enter' },
  { key: 'right', name: 'Right', shortcut: '→' },
  { key: 'down', name: 'Down', shortcut: '↓' },
];

export const wayKeys = [
  { key: 'back', name: 'Back', icon: 'undo-2', shortcut: 'Esc' },
  { key: 'home', name: 'Home', icon: 'house', shortcut: 'Home' },
];

export const functionKeys = [
  { key: 'volume-down', name: 'Vol −', icon: 'volume-1', shortcut: 'Page Down', say: 'Volume down' },
  { key: 'volume-up', name: 'Vol +', icon: 'volume-2', shortcut: 'Page Up', say: 'Volume up' },
  { key: 'mute', name: 'Mute', icon: 'mic-off', shortcut: 'M', lamp: 'mute' },
  { key: 'speaker', name: 'Speaker', icon: 'volume-2', shortcut: 'S', lamp: 'speaker' },
  { key: 'headset', name: 'Headset', icon: 'headphones', shortcut: 'D', lamp: 'headset' },
  { key: 'redial', name: 'Redial', icon: 'history', shortcut: 'R' },
  { key: 'message', name: 'Messages', icon: 'voicemail', shortcut: 'V', lamp: 'message-waiting', wide: true },
];

/** Keys of the computer that press a key of the phone wherever the focus is on the desk set. */
export const alwaysKeys = new Map([
  ...dialKeys.map(({ key }) => [key, key]),
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['Enter', 'ok'],
  ['Escape', 'back'],
  ['Home', 'home'],
  ['PageUp', 'volume-up'],
  ['PageDown', 'volume-down'],
  ['F1', 'soft1'],
  ['F2', 'soft2'],
  ['F3', 'soft3'],
  ['F4', 'soft4'],
]);

/** Letters that are shortcuts while nobody types a text. */
export const letterKeys = new Map([
  ['m', 'mute'],
  ['s', 'speaker'],
  ['d', 'headset'],
  ['r', 'redial'],
  ['v', 'message'],
]);

export const hookLetter = 'h';
