const data = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);
const images = new Map(data.images.map(image => [image.name, image]));
const children = new Map(data.images.map(image => [image.name, []]));
for (const image of data.images)
  for (const parent of image.parents)
    if (parent.isMember && children.has(parent.name) && !children.get(parent.name).includes(image.name))
      children.get(parent.name).push(image.name);

// Every text goes in as text: nothing of the document is ever read as HTML.
function h(tag, props, ...kids) {
  const svg = tag === 'svg' || tag === 'use';
  const element = svg ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'at') Object.assign(element.style, value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...kids.flat().filter(kid => kid !== null && kid !== undefined && kid !== false));
  return element;
}

const words = {
  planned: 'to be built',
  built: 'built',
  reused: 'reused',
  failed: 'failed',
  blocked: 'blocked',
  unstarted: 'not started',
  untested: 'untested',
  behind: 'behind',
  skipped: 'left out',
  unknown: 'unknown',
};
const sign = state => h('svg', { class: 'sign', 'aria-hidden': 'true' }, h('use', { href: `#sign-${state}` }));
const badge = (state, text) => h('span', { class: `state ${state}` }, sign(state), text ?? words[state]);
const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;
const short = digest => (digest ? digest.replace(/^sha256:/, '').slice(0, 12) : '');

function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  let [value, unit] = [Math.abs(bytes), 0];
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${bytes < 0 ? '−' : ''}${unit > 0 && value < 99.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
const grown = bytes => (bytes === 0 ? '±0' : bytes > 0 ? `+${size(bytes)}` : size(bytes));

function time(seconds) {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
    : `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}
const moment = text => (text ? new Date(text).toISOString().replace('T', ' ').slice(0, 16) + ' UTC' : '');

function age(text) {
  const days = (new Date(data.run.at) - new Date(text)) / 86400000;
  return days < 1
    ? 'today'
    : days < 61
      ? plural(Math.floor(days), 'day')
      : days < 731
        ? plural(Math.floor(days / 30.44), 'month')
        : plural(Math.floor(days / 365.25), 'year');
}

// A table in a box that scrolls by itself, which the keyboard can reach. Where the page is narrow, each row is a list of what its
// columns are called and what stands in them; the roles keep it a table for who hears it.
function table(label, heads, rows) {
  const head = ([name, kind]) => h('th', { class: kind, scope: 'col', role: 'columnheader' }, name);
  const cell = (value, i) => h('td', { class: heads[i][1], role: 'cell', 'data-head': heads[i][0] }, value);
  const line = row => h('tr', { role: 'row', 'data-image': row.image }, row.cells.map(cell));
  return h(
    'div',
    { class: 'wide', tabindex: '0', role: 'region', 'aria-label': label },
    h(
      'table',
      { role: 'table' },
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, heads.map(head))),
      h('tbody', { role: 'rowgroup' }, rows.map(line)),
    ),
  );
}
const none = text => h('p', { class: 'soft' }, text);
function unread(part) {
  const found = data.unread.find(one => one.part === part);
  return found ? h('p', { class: 'soft' }, found.why, found.next ? [' ', h('code', null, found.next)] : '') : null;
}
const link = name =>
  images.has(name) ? h('button', { class: 'link', type: 'button', onclick: () => open(name, true) }, name) : name;
const listed = names => names.flatMap((name, i) => (i ? [', ', link(name)] : [link(name)]));
