// One image beside the graph, and all of them as a list.
const why = reasons =>
  h(
    'ul',
    { class: 'why' },
    reasons.map(reason =>
      h(
        'li',
        null,
        reason.text,
        reason.file && !reason.text.includes(reason.file)
          ? [' ', h('code', null, reason.line ? `${reason.file}:${reason.line}` : reason.file)]
          : '',
        reason.because.length ? why(reason.because) : '',
      ),
    ),
  );
function sizeOf(image) {
  if (!image.size) return null;
  const { total, own, before } = image.size;
  return [
    size(total),
    own === undefined ? '' : `: ${size(own)} its own, ${size(total - own)} shared`,
    before === undefined ? '' : ` (${grown(total - before)} since the record)`,
  ].join('');
}
// A hundred children are no less than their number.
const family = names =>
  names.length <= 12 ? listed(names) : h('details', { class: 'fold' }, h('summary', null, plural(names.length, 'image')), listed(names));
function open(name, focus) {
  const image = images.get(name);
  const back = document.activeElement;
  chosen = name;
  if (!nodeOf(name) && only.checked) {
    only.checked = false;
    swap(false);
  }
  const near = new Set([name]);
  (function up(at) {
    for (const parent of images.get(at)?.parents ?? [])
      if (parent.isMember && !near.has(parent.name)) {
        near.add(parent.name);
        up(parent.name);
      }
  })(name);
  for (const node of graph.querySelectorAll('.node')) node.setAttribute('aria-pressed', String(node.dataset.image === name));
  for (const edge of graph.querySelectorAll('.edge'))
    edge.classList.toggle('lit', near.has(edge.dataset.to) && near.has(edge.dataset.from));
  const node = nodeOf(name);
  if (node) {
    rove(node);
    show(node);
  }
  const fact = (term, value) =>
    value && (!Array.isArray(value) || value.length) ? [h('dt', null, term), h('dd', null, value)] : [];
  const title = h('h3', { id: 'detail-title', tabindex: '-1' }, name);
  const detail = byId('detail');
  detail.replaceChildren(
    h('header', null, title, h('button', { type: 'button', 'aria-label': `Close ${name}`, onclick: () => close(back) }, '✕')),
    h(
      'p',
      null,
      badge(image.state),
      image.seconds === undefined ? '' : h('span', { class: 'soft' }, ` in ${time(image.seconds)}`),
      image.isCached ? h('span', { class: 'soft' }, ', all of it from the cache') : '',
    ),
    h('p', null, image.sentence ?? image.reason),
    image.reasons.length ? why(image.reasons) : '',
    image.behind.length
      ? h(
          'ul',
          { class: 'why' },
          image.behind.map(text => h('li', null, text)),
        )
      : '',
    image.failure.length ? h('pre', { tabindex: '0', 'aria-label': `Why ${name} failed` }, image.failure.join('\n')) : '',
    h(
      'dl',
      null,
      fact(
        'Built on',
        image.parents.flatMap((parent, i) => [
          i ? h('br') : '',
          parent.isMember ? link(parent.name) : parent.name,
          h('span', { class: 'soft small' }, ` ${[short(parent.digest), parent.place].filter(Boolean).join(', ')}`),
        ]),
      ),
      fact('Its children', family(children.get(name))),
      fact('Group', image.group),
      fact('Variant', image.variant),
      fact('Blocked by', image.blockedBy && link(image.blockedBy)),
      fact('Dockerfile', h('code', null, image.dockerfile)),
      fact(
        'Tags',
        image.tags.flatMap((tag, i) => [i ? h('br') : '', h('code', null, tag)]),
      ),
      fact('Content', image.content && h('code', null, image.content)),
      fact('Digest', image.digest && h('code', null, image.digest)),
      fact('Size', sizeOf(image)),
      fact(
        'Tests',
        image.tests &&
          (image.tests.length
            ? `${image.tests.filter(test => test.state === 'passed').length} of ${image.tests.length} passed`
            : 'none'),
      ),
      fact('Log', image.log && h('a', { href: image.log }, image.log)),
    ),
    unread('explanations') ?? '',
  );
  detail.hidden = false;
  if (focus) title.focus({ preventScroll: innerWidth > 900 });
}
function close(back) {
  byId('detail').hidden = true;
  for (const lit of graph.querySelectorAll('.lit')) lit.classList.remove('lit');
  for (const node of graph.querySelectorAll('[aria-pressed=true]')) node.setAttribute('aria-pressed', 'false');
  (back?.isConnected ? back : nodeOf(chosen))?.focus({ preventScroll: true });
}
addEventListener('keydown', event => {
  if (event.key === 'Escape' && !byId('detail').hidden) close(nodeOf(chosen));
});

byId('list').append(
  h(
    'details',
    null,
    h('summary', null, 'The same as a list'),
    table(
      'Images',
      [['Image', 'name'], ['Group'], ['State'], ['Why', 'text'], ['Built on', 'text'], ['Size', 'num'], ['Time', 'num']],
      data.images.map(image => ({
        image: image.name,
        cells: [
          link(image.name),
          image.group,
          badge(image.state),
          image.sentence ?? image.reason,
          listed(image.parents.map(parent => parent.name)),
          image.size ? size(image.size.total) : '',
          image.seconds === undefined ? '' : time(image.seconds),
        ],
      })),
    ),
  ),
);
