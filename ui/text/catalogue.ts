// Gives the text catalogue of a language; a key missing in any language is a type error.

import type { Language } from '../../firmware/phone.ts';
import { english } from './english.ts';
import { german } from './german.ts';
import type { Catalogue } from './vocabulary.ts';

const catalogues: Readonly<Record<Language, Catalogue>> = { en: english, de: german };

/** Each language under its own name, so that someone lost in a foreign one finds home. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

export const languages = Object.keys(catalogues) as readonly Language[];

export function catalogueFor(language: Language): Catalogue {
  return catalogues[language];
}
