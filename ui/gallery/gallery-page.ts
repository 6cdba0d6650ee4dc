// The gallery's index: one page that a person enjoys, with every screen under its theme, language and text size.

import type { Picture } from './picture.ts';
import type { PictureGroup } from './pictures.ts';
import { type Look, otherSizes } from './studio.ts';

export interface Shot {
  readonly picture: Picture;
  readonly look: Look;
  readonly file: string;
}

export function galleryPage(groups: readonly PictureGroup[], shots: readonly Shot[]): string {
  const taken = new Set(shots.map(({ picture }) => picture.name));
  const sections = groups
    .map((group) => ({ ...group, pictures: group.pictures.filter(({ name }) => taken.has(name)) }))
    .filter((group) => group.pictures.length > 0);
  const larger = [
    ...new Set(shots.filter(({ look }) => look.textSize !== 'normal').map(({ picture }) => picture.name)),
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Offhook: every screen</title>
<style>${style}</style>
<header>
  <h1>Offhook <span>every screen</span></h1>
  <div class="choices">
    ${choice('theme', [
      ['dark', 'Dark'],
      ['light', 'Light'],
      ['high-contrast', 'High contrast'],
    ])}
    ${choice('language', [
      ['en', 'English'],
      ['de', 'Deutsch'],
    ])}
    ${choice('screen', [
      ['', '800×480'],
      ...otherSizes.map(({ width, height }) => [`${width}x${height}`, `${width}×${height}`] as const),
    ])}
    ${choice('textSize', [
      ['normal', 'Normal'],
      ['large', 'Large'],
      ['larger', 'Larger'],
    ])}
  </div>
  <nav>${sections.map(({ title }) => `<a href="#${anchor(title)}">${title}</a>`).join('')}</nav>
</header>
<main>${sections.map((group) => section(group)).join('')}</main>
<dialog id="close-up"><img alt=""><p></p></dialog>
<script>${script(larger)}</script>
</html>
`;
}

function choice(name: string, options: readonly (readonly [value: string, label: string])[]): string {
  const buttons = options.map(
    ([value, label], at) =>
      `<label><input type="radio" name="${name}" value="${value}"${at === 0 ? ' checked' : ''}><span>${label}</span></label>`,
  );
  return `<fieldset>${buttons.join('')}</fieldset>`;
}

function section({ title, pictures }: PictureGroup): string {
  const figures = pictures.map(
    ({ name, caption }) =>
      `<figure><button><img loading="lazy" width="800" height="480" data-name="${name}" alt="${caption}"></button><figcaption>${caption}</figcaption></figure>`,
  );
  return `<section id="${anchor(title)}"><h2>${title}</h2><div class="grid">${figures.join('')}</div></section>`;
}

function anchor(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z]+/g, '-');
}

const style = `
:root { color-scheme: light dark; --page: light-dark(#eef1f5, #0b0e13); --card: light-dark(#fff, #181d26); --ink: light-dark(#10151c, #f2f5f9); --quiet: light-dark(#4a5666, #a9b4c2); --accent: light-dark(#1f66d6, #5b9bff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.45 Inter, system-ui, sans-serif; }
header { position: sticky; top: 0; z-index: 1; padding: 14px 28px; display: flex; flex-wrap: wrap; gap: 10px 28px; align-items: center; background: color-mix(in srgb, var(--page) 88%, transparent); backdrop-filter: blur(14px); border-bottom: 1px solid color-mix(in srgb, var(--quiet) 25%, transparent); }
h1 { font-size: 20px; margin: 0; } h1 span { color: var(--quiet); font-weight: 400; }
.choices { display: flex; flex-wrap: wrap; gap: 10px; margin-left: auto; }
fieldset { border: 0; margin: 0; padding: 4px; display: flex; gap: 2px; border-radius: 12px; background: color-mix(in srgb, var(--quiet) 18%, transparent); }
label { cursor: pointer; } input { position: absolute; opacity: 0; }
label span { display: block; padding: 5px 12px; border-radius: 9px; font-size: 14px; color: var(--quiet); }
input:checked + span { background: var(--card); color: var(--ink); } input:focus-visible + span { outline: 2px solid var(--accent); }
nav { flex-basis: 100%; display: flex; flex-wrap: wrap; gap: 6px 22px; } nav a { color: var(--quiet); text-decoration: none; font-size: 14px; } nav a:hover { color: var(--accent); }
main { padding: 12px 28px 80px; max-width: 1760px; margin: auto; }
h2 { font-size: 24px; margin: 34px 0 14px; scroll-margin-top: 120px; } section { scroll-margin-top: 90px; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 380px), 1fr)); gap: 26px; }
figure { margin: 0; } figure button { all: unset; cursor: zoom-in; display: block; border-radius: 14px; overflow: hidden; box-shadow: 0 1px 2px #0004, 0 10px 30px -12px #0008; transition: transform .12s; }
figure button:hover { transform: translateY(-2px); } figure button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
img { display: block; width: 100%; height: auto; } figcaption { margin-top: 9px; color: var(--quiet); font-size: 14px; }
figure.same { opacity: .35; }
dialog { border: 0; padding: 0; background: none; max-width: min(96vw, 1200px); } dialog::backdrop { background: #05070bd0; } dialog img { border-radius: 14px; width: min(96vw, 1200px); image-rendering: auto; } dialog p { color: #f2f5f9; text-align: center; }
@media (prefers-reduced-motion: reduce) { figure button { transition: none; } }
`;

function script(larger: readonly string[]): string {
  return `
const larger = new Set(${JSON.stringify(larger)});
const images = [...document.querySelectorAll('img[data-name]')];
const dialog = document.querySelector('dialog');
let shown = 0;
const value = (name) => document.querySelector('input[name=' + name + ']:checked').value;
function show() {
  const screen = value('screen');
  const size = screen === '' ? value('textSize') : 'normal';
  for (const image of images) {
    const has = size === 'normal' || larger.has(image.dataset.name);
    const theme = screen !== '' || (size !== 'normal' && has) ? 'dark' : value('theme');
    image.closest('figure').classList.toggle('same', !has);
    image.src = [image.dataset.name, theme, value('language'), has ? size : 'normal', ...(screen === '' ? [] : [screen]), 'png'].join('.');
  }
}
function open(at) {
  shown = (at + images.length) % images.length;
  dialog.querySelector('img').src = images[shown].src;
  dialog.querySelector('p').textContent = images[shown].alt;
  if (!dialog.open) dialog.showModal();
}
document.addEventListener('change', show);
images.forEach((image, at) => image.parentElement.addEventListener('click', () => open(at)));
dialog.addEventListener('click', () => dialog.close());
document.addEventListener('keydown', ({ key }) => {
  if (dialog.open && key === 'ArrowRight') open(shown + 1);
  if (dialog.open && key === 'ArrowLeft') open(shown - 1);
});
show();
`;
}
