// The two papers of an image: its bill of materials in CycloneDX, and the licence notices that go with the programs.

import type { Component } from './components.ts';

export interface Product {
  readonly name: string;
  readonly version: string;
  readonly build: string;
}

/** CycloneDX 1.6 without a serial number or a time, which would differ between two builds of the same things. */
export function billOfMaterials({ name, version, build }: Product, components: readonly Component[]): string {
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'firmware',
        'bom-ref': 'offhook',
        name,
        version,
        properties: [{ name: 'offhook:build', value: build }],
      },
    },
    components: inOrder(components).map((component) => ({
      type: component.purl.startsWith('pkg:deb/') || component.name === 'node' ? 'application' : 'library',
      'bom-ref': component.purl,
      name: component.name,
      version: component.version,
      purl: component.purl,
      ...(component.licence === undefined ? {} : { licenses: [{ expression: component.licence }] }),
      ...(component.sha256 === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: component.sha256 }] }),
    })),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** Each text once, under all to which it belongs. */
export function licenceNotices(components: readonly Component[]): string {
  const owners = new Map<string, string[]>();
  for (const { name, version, licence, texts } of inOrder(components)) {
    const known = texts.length > 0 ? texts : licence === undefined ? [] : [`Licence: ${licence}`];
    for (const text of known) owners.set(text, [...(owners.get(text) ?? []), `${name} ${version}`]);
  }
  const head =
    'Offhook is under the Apache License 2.0. It holds the work of others, under the licences below.\n' +
    "Licences of Debian's packages: /usr/share/doc/*/copyright.\n";
  const line = '='.repeat(78);
  const parts = [...owners].map(([text, names]) => `${line}\n${names.join(', ')}\n${line}\n\n${text}\n`);
  return [head, ...parts].join('\n');
}

function inOrder(components: readonly Component[]): readonly Component[] {
  return [...components].sort((one, other) => (one.purl < other.purl ? -1 : 1));
}
