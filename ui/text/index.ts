// What the rest of the ui may use of the texts.
export { catalogueFor, languageNames, languages } from './catalogue.ts';
export { type Formats, formatsFor } from './formats.ts';
export type { Catalogue, DeviceProblem, Explanation, NumberKind, VolumeKind } from './vocabulary.ts';
