// Who may know whom: the house's import rules for dependency-cruiser, each with the sentence that explains it.

import type { IForbiddenRuleType } from 'dependency-cruiser';

/** `comment` is why the rule is there; it is shown with each violation. */
export type ImportRule = IForbiddenRuleType & { readonly name: string; readonly comment: string };

/** What runs on a phone; build, bench, tests and scripts may import anything of it. */
export const product = '^(hal|media|firmware|ui)/';
const drivers = '^hal/(sim|linux|system)/';
/** Draws every screen to a picture: a tool that lives beside what it draws, on a clock of its own. */
const gallery = '^ui/gallery/';
/** The media thread's composition root: it has no board, and makes its own clock and randomness. */
const mediaThread = '^media/worker\\.ts$';
const notProduct = '^(build|bench|tests|scripts)/';
/** Each subject in a file of its own; those of the machine as a whole in a folder. */
const ports = '^hal/(machine/)?[^/]+\\.ts$';
/** The one file in `hal/` that is no port: the composition of a board. */
const notPorts = '^hal/board\\.ts$';

export const importRules: readonly ImportRule[] = [
  {
    name: 'ports-import-only-ports',
    comment: 'A port is a contract: it may speak of other ports and of nothing else.',
    severity: 'error',
    from: { path: ports, pathNot: notPorts },
    to: { pathNot: ports },
  },
  {
    name: 'drivers-import-only-ports',
    comment: 'A driver fulfils a port for a machine; what the phone does with it is not its business.',
    severity: 'error',
    from: { path: drivers },
    to: {
      path: `${product}|${notProduct}`,
      pathNot: ['^hal/(sim|linux|system)/', '^hal/(?!board)[^/]+\\.ts$', '^hal/machine/', '^hal/native/'],
    },
  },
  {
    name: 'only-board-names-drivers',
    comment: 'Drivers are chosen in one place, hal/board.ts, so that a new board is one description and no code.',
    severity: 'error',
    from: { path: product, pathNot: ['^hal/board\\.ts$', drivers, gallery, mediaThread] },
    to: { path: drivers },
  },
  {
    name: 'media-thread-names-no-device',
    comment: 'The media thread makes its own clock; which sound device it opens, the board tells it.',
    severity: 'error',
    from: { path: mediaThread },
    to: { path: '^hal/(sim|linux)/' },
  },
  {
    name: 'only-main-names-board',
    comment: 'firmware/main.ts is the composition root; everything else is handed its ports.',
    severity: 'error',
    from: { path: product, pathNot: ['^firmware/main\\.ts$'] },
    to: { path: '^hal/board\\.ts$' },
  },
  {
    name: 'hal-is-lowest',
    comment: 'The edge of the machine knows nothing of calls, sound or screens.',
    severity: 'error',
    from: { path: '^hal/' },
    to: { path: '^(media|firmware|ui)/' },
  },
  {
    name: 'media-is-below-firmware',
    comment: 'Media turns packets into sound; who is calling is not its business.',
    severity: 'error',
    from: { path: '^media/' },
    to: { path: '^(firmware|ui)/' },
  },
  {
    name: 'only-main-names-the-ui',
    comment: 'The behaviour of the phone is the same under any user interface, and under none.',
    severity: 'error',
    from: { path: '^firmware/', pathNot: '^firmware/main\\.ts$' },
    to: { path: '^ui/' },
  },
  {
    name: 'ui-sees-the-phone-only',
    comment: 'The user interface sees PhoneState, the commands and ports: never SIP, never media.',
    severity: 'error',
    from: { path: '^ui/', pathNot: gallery },
    to: {
      path: product,
      pathNot: [
        '^ui/',
        '^firmware/phone\\.ts$',
        '^hal/(screen|keypad|clock|result)\\.ts$',
        '^hal/native/load-addon\\.ts$',
      ],
    },
  },
  {
    name: 'only-sip-knows-the-sip-library',
    comment: 'One room hides the SIP library, so that it can be mended or replaced there.',
    severity: 'error',
    from: { path: product, pathNot: '^firmware/sip/' },
    to: { path: '(^|/)node_modules/sip\\.js/' },
  },
  {
    name: 'rooms-meet-through-their-index',
    comment: "What a room's index.ts does not export is free to change.",
    severity: 'error',
    from: { path: '^firmware/([^/]+)' },
    to: { path: '^firmware/[^/]+/', pathNot: ['^firmware/$1/', '^firmware/[^/]+/index\\.ts$'] },
  },
  {
    name: 'shared-rooms-use-no-others',
    comment: 'Every room may lean on sip, config and store; were they to lean back, nothing could be moved.',
    severity: 'error',
    from: { path: '^firmware/(sip|config|store)/' },
    to: { path: '^firmware/[^/]+/', pathNot: '^firmware/$1/' },
  },
  {
    name: 'nobody-knows-admin',
    comment: 'Administration watches calls, people and accounts; they are handed a policy and do not know it.',
    severity: 'error',
    from: { path: '^firmware/(calls|people|account|sip|config|store)/' },
    to: { path: '^firmware/admin/' },
  },
  {
    name: 'nothing-imports-the-bench',
    comment: 'What a phone is built by and tested against is never on the image.',
    severity: 'error',
    from: { path: product },
    to: { path: notProduct },
  },
  {
    name: 'phone-needs-no-development-package',
    comment: 'A package that the phone runs with is a dependency, so that licences and known faults are counted.',
    severity: 'error',
    from: { path: product, pathNot: gallery },
    to: { dependencyTypes: ['npm-dev'] },
  },
  {
    name: 'every-import-is-found',
    comment: 'An import that leads nowhere is a rule that is not checked.',
    severity: 'error',
    from: { path: `${product}|${notProduct}` },
    to: { couldNotResolve: true, pathNot: '\\.node$' },
  },
  {
    name: 'no-circles',
    comment: 'Two files that need each other are one file, or hide a third.',
    severity: 'error',
    from: { path: `${product}|${notProduct}` },
    to: { circular: true },
  },
];
