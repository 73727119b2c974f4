import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { h } from 'preact';
import render from 'preact-render-to-string';

const root = process.env.DOC_COMPONENTS_PATH;
const folder = 'build/cjs/web';

/** The names of the built components. */
export const components = async () =>
  (await readdir(join(root, folder)))
    .filter((file) => /^[a-z][A-Za-z]*\.js$/.test(file))
    .map((file) => file.slice(0, -'.js'.length))
    .sort();

/** The gallery's page, as HTML. */
export const page = async () => {
  const { name, version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const items = (await components()).map((item) => h('li', null, h('a', { href: `/${folder}/${item}.js` }, item)));
  const body = h('body', null, h('h1', null, `${name} ${version}`), h('ul', null, items));
  return `<!doctype html>${render(h('html', { lang: 'en' }, h('head', null, h('title', null, name)), body))}`;
};
