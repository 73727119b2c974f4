// The graph: to find, to filter, to zoom, and arrows from image to image.
const view = byId('view');
const graphs = { all: byId('graph-all'), changed: byId('graph-changed') };
const shown = new Set(counts.map(pair => pair[0]));
let [graph, zoom, chosen] = [graphs.all, 1, null];
const search = h('input', { type: 'search', id: 'search', placeholder: 'name, tag or file', oninput: filter });
const group = h(
  'select',
  { id: 'group', onchange: filter },
  h('option', { value: '' }, 'every group'),
  [...new Set(data.images.map(image => image.group))].map(name => h('option', { value: name }, name)),
);
const only = h('input', { type: 'checkbox', id: 'only', onchange: () => swap(only.checked) });
const found = h('span', { class: 'soft small', role: 'status' });
byId('tools').append(
  h(
    'div',
    { class: 'tools' },
    h('label', { class: 'search', for: 'search' }, 'Find', search),
    h('label', { for: 'group' }, 'Group', group),
    graphs.changed ? h('label', { for: 'only' }, only, 'Only what changed') : '',
    found,
    h(
      'span',
      { class: 'zoom' },
      h('button', { type: 'button', 'aria-label': 'Smaller', onclick: () => scale(zoom / 1.25) }, '−'),
      h('button', { type: 'button', 'aria-label': 'Larger', onclick: () => scale(zoom * 1.25) }, '+'),
      h('button', { type: 'button', onclick: () => scale(fit()) }, 'Fit'),
    ),
  ),
);
byId('legend').append(
  h(
    'div',
    { class: 'chips', role: 'group', 'aria-label': 'States that are shown' },
    counts.map(([state, count]) => {
      const button = h(
        'button',
        {
          type: 'button',
          class: 'chip',
          'aria-pressed': 'true',
          onclick: () => {
            if (!shown.delete(state)) shown.add(state);
            button.setAttribute('aria-pressed', String(shown.has(state)));
            filter();
          },
        },
        badge(state, `${words[state]} ${count}`),
      );
      return button;
    }),
  ),
);

const natural = svg => ({ width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height });
const fit = () => Math.min(1, (view.clientWidth - 2) / natural(graph).width);
function scale(to) {
  const middle = [(view.scrollLeft + view.clientWidth / 2) / zoom, (view.scrollTop + view.clientHeight / 2) / zoom];
  zoom = Math.max(Math.min(0.15, fit()), Math.min(2.5, to));
  graph.setAttribute('width', natural(graph).width * zoom);
  graph.setAttribute('height', natural(graph).height * zoom);
  view.scrollTo(middle[0] * zoom - view.clientWidth / 2, middle[1] * zoom - view.clientHeight / 2);
}
function swap(changed) {
  graph = changed ? graphs.changed : graphs.all;
  for (const svg of Object.values(graphs)) if (svg) svg.style.display = svg === graph ? '' : 'none';
  zoom = 1;
  scale(Math.max(0.55, fit()));
  const first = nodeOf(chosen) ?? graph.querySelector('.node');
  rove(first);
  if (first) view.scrollLeft = (first.transform.baseVal[0].matrix.e + 88) * zoom - view.clientWidth / 2;
  filter();
}
const nodeOf = name => name && [...graph.querySelectorAll('.node')].find(node => node.dataset.image === name);
const textOf = image => [image.name, image.group, image.dockerfile, image.reason, ...image.tags].join('\n').toLowerCase();
const texts = new Map(data.images.map(image => [image.name, textOf(image)]));
function fits(name) {
  const image = images.get(name);
  return (
    shown.has(image.state) &&
    (!group.value || image.group === group.value) &&
    texts.get(name).includes(search.value.trim().toLowerCase())
  );
}
function filter() {
  const some = search.value.trim() || group.value || shown.size < counts.length;
  const fitting = new Set(data.images.filter(image => fits(image.name)).map(image => image.name));
  for (const node of graph.querySelectorAll('.node')) node.classList.toggle('dim', !fitting.has(node.dataset.image));
  for (const edge of graph.querySelectorAll('.edge'))
    edge.classList.toggle('dim', !fitting.has(edge.dataset.from) || !fitting.has(edge.dataset.to));
  for (const row of document.querySelectorAll('#list tr[data-image]')) row.hidden = !fitting.has(row.dataset.image);
  found.textContent = some ? `${fitting.size} of ${data.images.length}` : '';
  const first = search.value.trim() && nodeOf([...fitting][0]);
  if (first) show(first);
}
function show(node) {
  const [box, frame] = [node.getBoundingClientRect(), view.getBoundingClientRect()];
  if (box.left < frame.left || box.right > frame.right) view.scrollLeft += box.left - frame.left - frame.width / 2;
  if (box.top < frame.top || box.bottom > frame.bottom) view.scrollTop += box.top - frame.top - frame.height / 2;
}

// One stop for the tab key, and arrows from image to image.
function rove(node) {
  for (const other of view.querySelectorAll('.node[tabindex="0"]')) other.setAttribute('tabindex', '-1');
  node?.setAttribute('tabindex', '0');
}
function step(node, key) {
  const places = [...graph.querySelectorAll('.node')].map(other => {
    const at = other.transform.baseVal[0].matrix;
    return { other, x: at.e, row: Number(other.dataset.row) };
  });
  const here = places.find(place => place.other === node);
  const rank = {
    ArrowRight: place => (place.row === here.row && place.x > here.x ? place.x : Infinity),
    ArrowLeft: place => (place.row === here.row && place.x < here.x ? -place.x : Infinity),
    ArrowDown: place => (place.row > here.row ? (place.row - here.row) * 1e6 + Math.abs(place.x - here.x) : Infinity),
    ArrowUp: place => (place.row < here.row ? (here.row - place.row) * 1e6 + Math.abs(place.x - here.x) : Infinity),
  }[key];
  return rank && places.filter(place => rank(place) < Infinity).sort((a, b) => rank(a) - rank(b))[0]?.other;
}
view.addEventListener('keydown', event => {
  const node = event.target.closest?.('.node');
  if (event.key === '+' || event.key === '-' || event.key === '0') {
    scale(event.key === '+' ? zoom * 1.25 : event.key === '-' ? zoom / 1.25 : fit());
  } else if (node && (event.key === 'Enter' || event.key === ' ')) {
    open(node.dataset.image, true);
  } else {
    const next = node && step(node, event.key);
    if (!next) return;
    rove(next);
    next.focus({ preventScroll: true });
    show(next);
  }
  event.preventDefault();
});
view.addEventListener(
  'wheel',
  event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    scale(zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
  },
  { passive: false },
);
let drag = null;
view.addEventListener('pointerdown', event => {
  if (event.pointerType === 'mouse' && event.button === 0) drag = { x: event.clientX, y: event.clientY, far: false };
});
addEventListener('pointermove', event => {
  if (!drag) return;
  if (Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - drag.y) < 4 && !drag.far) return;
  view.scrollBy(drag.x - event.clientX, drag.y - event.clientY);
  view.classList.add('drag');
  drag = { x: event.clientX, y: event.clientY, far: true };
});
addEventListener('pointerup', () => {
  view.classList.remove('drag');
  setTimeout(() => {
    drag = null;
  });
});
view.addEventListener('click', event => {
  const node = event.target.closest('.node');
  if (node && !drag?.far) open(node.dataset.image, false);
});
