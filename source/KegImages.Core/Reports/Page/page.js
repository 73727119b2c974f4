'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const byId = id => document.getElementById(id);
  const images = new Map(data.images.map(image => [image.name, image]));
  const children = new Map(data.images.map(image => [image.name, []]));
  for (const image of data.images)
    for (const parent of image.parents)
      if (parent.isMember && children.has(parent.name) && !children.get(parent.name).includes(image.name)) children.get(parent.name).push(image.name);

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
    planned: 'to be built', built: 'built', reused: 'reused', failed: 'failed', blocked: 'blocked', untested: 'untested', behind: 'behind',
    skipped: 'left out', unknown: 'unknown',
  };
  const sign = state => h('svg', { class: 'sign', 'aria-hidden': 'true' }, h('use', { href: `#sign-${state}` }));
  const badge = (state, text) => h('span', { class: `state ${state}` }, sign(state), text ?? words[state]);
  const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const short = digest => digest ? digest.replace(/^sha256:/, '').slice(0, 12) : '';

  function size(bytes) {
    const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
    let [value, unit] = [Math.abs(bytes), 0];
    for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
    return `${bytes < 0 ? '−' : ''}${unit > 0 && value < 99.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
  }
  const grown = bytes => bytes === 0 ? '±0' : bytes > 0 ? `+${size(bytes)}` : size(bytes);

  function time(seconds) {
    if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    return whole < 3600 ? `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
      : `${Math.floor(whole / 3600)} h ${String(Math.floor(whole % 3600 / 60)).padStart(2, '0')} min`;
  }
  const moment = text => text ? new Date(text).toISOString().replace('T', ' ').slice(0, 16) + ' UTC' : '';

  function age(text) {
    const days = (new Date(data.run.at) - new Date(text)) / 86400000;
    return days < 1 ? 'today' : days < 61 ? plural(Math.floor(days), 'day') : days < 731 ? plural(Math.floor(days / 30.44), 'month')
      : plural(Math.floor(days / 365.25), 'year');
  }

  // A table in a box that scrolls by itself, which the keyboard can reach.
  function table(label, heads, rows) {
    const cell = (tag, value, kind) => h(tag, { class: kind, scope: tag === 'th' ? 'col' : null }, value);
    return h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': label },
      h('table', null,
        h('thead', null, h('tr', null, heads.map(([name, kind]) => cell('th', name, kind)))),
        h('tbody', null, rows.map(row => h('tr', { 'data-image': row.image }, row.cells.map((value, i) => cell('td', value, heads[i][1])))))));
  }
  const none = text => h('p', { class: 'soft' }, text);
  function unread(part) {
    const found = data.unread.find(one => one.part === part);
    return found ? h('p', { class: 'soft' }, found.why, found.next ? [' ', h('code', null, found.next)] : '') : null;
  }
  const link = name => images.has(name) ? h('button', { class: 'link', type: 'button', onclick: () => open(name, true) }, name) : name;
  const listed = names => names.flatMap((name, i) => i ? [', ', link(name)] : [link(name)]);

  // ---- head
  const counts = Object.keys(words).map(state => [state, data.images.filter(image => image.state === state).length]).filter(pair => pair[1]);
  byId('head').append(
    h('ul', { class: 'chips', 'aria-label': 'Images by state' },
      counts.map(([state, count]) => h('li', { class: 'chip' }, badge(state, `${count} ${words[state]}`)))),
    h('p', { class: 'soft small' }, [
      data.run.branch && `branch ${data.run.branch}`, data.run.commit && `commit ${data.run.commit.slice(0, 12)}`,
      data.run.commitTime && `made ${moment(data.run.commitTime)}`, `page of ${moment(data.run.at)}`].filter(Boolean).join(' · ')),
    data.run.notes.length ? h('details', null, h('summary', null, plural(data.run.notes.length, 'note')),
      h('ul', null, data.run.notes.map(note => h('li', null, note)))) : '');
  byId('parts').append(h('ul', null, [...document.querySelectorAll('main > section')].map(section =>
    h('li', null, h('a', { href: `#${section.id}` }, section.querySelector('h2').textContent)))));

  // ---- family: find, filter, zoom
  const view = byId('view');
  const graphs = { all: byId('graph-all'), changed: byId('graph-changed') };
  const shown = new Set(counts.map(pair => pair[0]));
  let [graph, zoom, chosen] = [graphs.all, 1, null];
  const search = h('input', { type: 'search', id: 'search', placeholder: 'name, tag or file', oninput: filter });
  const group = h('select', { id: 'group', onchange: filter }, h('option', { value: '' }, 'every group'),
    [...new Set(data.images.map(image => image.group))].map(name => h('option', { value: name }, name)));
  const only = h('input', { type: 'checkbox', id: 'only', onchange: () => swap(only.checked) });
  const found = h('span', { class: 'soft small', role: 'status' });
  byId('tools').append(h('div', { class: 'tools' },
    h('label', { class: 'search', for: 'search' }, 'Find', search), h('label', { for: 'group' }, 'Group', group),
    graphs.changed ? h('label', { for: 'only' }, only, 'Only what changed') : '',
    found,
    h('span', { class: 'zoom' },
      h('button', { type: 'button', 'aria-label': 'Smaller', onclick: () => scale(zoom / 1.25) }, '−'),
      h('button', { type: 'button', 'aria-label': 'Larger', onclick: () => scale(zoom * 1.25) }, '+'),
      h('button', { type: 'button', onclick: () => scale(fit()) }, 'Fit'))));
  byId('legend').append(h('div', { class: 'chips', role: 'group', 'aria-label': 'States that are shown' }, counts.map(([state, count]) => {
    const button = h('button', { type: 'button', class: 'chip', 'aria-pressed': 'true', onclick: () => {
      if (!shown.delete(state)) shown.add(state);
      button.setAttribute('aria-pressed', String(shown.has(state)));
      filter();
    } }, badge(state, `${words[state]} ${count}`));
    return button;
  })));

  const natural = svg => ({ width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height });
  const fit = () => Math.min(1, (view.clientWidth - 2) / natural(graph).width);
  function scale(to) {
    const middle = [(view.scrollLeft + view.clientWidth / 2) / zoom, (view.scrollTop + view.clientHeight / 2) / zoom];
    zoom = Math.max(.15, Math.min(2.5, to));
    graph.setAttribute('width', natural(graph).width * zoom);
    graph.setAttribute('height', natural(graph).height * zoom);
    view.scrollTo(middle[0] * zoom - view.clientWidth / 2, middle[1] * zoom - view.clientHeight / 2);
  }
  function swap(changed) {
    graph = changed ? graphs.changed : graphs.all;
    for (const svg of Object.values(graphs)) if (svg) svg.style.display = svg === graph ? '' : 'none';
    zoom = 1;
    scale(Math.max(.55, fit()));
    rove(nodeOf(chosen) ?? graph.querySelector('.node'));
    filter();
  }
  const nodeOf = name => name && [...graph.querySelectorAll('.node')].find(node => node.dataset.image === name);
  const textOf = image => [image.name, image.group, image.dockerfile, image.reason, ...image.tags].join('\n').toLowerCase();
  const texts = new Map(data.images.map(image => [image.name, textOf(image)]));
  function fits(name) {
    const image = images.get(name);
    return shown.has(image.state) && (!group.value || image.group === group.value) && texts.get(name).includes(search.value.trim().toLowerCase());
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
      ArrowRight: place => place.row === here.row && place.x > here.x ? place.x : Infinity,
      ArrowLeft: place => place.row === here.row && place.x < here.x ? -place.x : Infinity,
      ArrowDown: place => place.row > here.row ? (place.row - here.row) * 1e6 + Math.abs(place.x - here.x) : Infinity,
      ArrowUp: place => place.row < here.row ? (here.row - place.row) * 1e6 + Math.abs(place.x - here.x) : Infinity,
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
  view.addEventListener('wheel', event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    scale(zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
  }, { passive: false });
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
  addEventListener('pointerup', () => { view.classList.remove('drag'); setTimeout(() => { drag = null; }); });
  view.addEventListener('click', event => {
    const node = event.target.closest('.node');
    if (node && !drag?.far) open(node.dataset.image, false);
  });

  // ---- one image
  const why = reasons => h('ul', { class: 'why' }, reasons.map(reason => h('li', null, reason.text,
    reason.file && !reason.text.includes(reason.file) ? [' ', h('code', null, reason.line ? `${reason.file}:${reason.line}` : reason.file)] : '',
    reason.because.length ? why(reason.because) : '')));
  function sizeOf(image) {
    if (!image.size) return null;
    const { total, own, before } = image.size;
    return [size(total), own === undefined ? '' : `: ${size(own)} its own, ${size(total - own)} shared`,
      before === undefined ? '' : ` (${grown(total - before)} since the record)`].join('');
  }
  function open(name, focus) {
    const image = images.get(name);
    const back = document.activeElement;
    chosen = name;
    if (!nodeOf(name) && only.checked) { only.checked = false; swap(false); }
    const near = new Set([name]);
    (function up(at) { for (const parent of images.get(at)?.parents ?? []) if (parent.isMember && !near.has(parent.name)) { near.add(parent.name); up(parent.name); } })(name);
    for (const node of graph.querySelectorAll('.node')) node.setAttribute('aria-pressed', String(node.dataset.image === name));
    for (const edge of graph.querySelectorAll('.edge')) edge.classList.toggle('lit', near.has(edge.dataset.to) && near.has(edge.dataset.from));
    const node = nodeOf(name);
    if (node) { rove(node); show(node); }
    const fact = (term, value) => value && (!Array.isArray(value) || value.length) ? [h('dt', null, term), h('dd', null, value)] : [];
    const title = h('h3', { id: 'detail-title', tabindex: '-1' }, name);
    const detail = byId('detail');
    detail.replaceChildren(
      h('header', null, title, h('button', { type: 'button', 'aria-label': `Close ${name}`, onclick: () => close(back) }, '✕')),
      h('p', null, badge(image.state), image.seconds === undefined ? '' : h('span', { class: 'soft' }, ` in ${time(image.seconds)}`),
        image.isCached ? h('span', { class: 'soft' }, ', all of it from the cache') : ''),
      h('p', null, image.sentence ?? image.reason),
      image.reasons.length ? why(image.reasons) : '',
      image.behind.length ? h('ul', { class: 'why' }, image.behind.map(text => h('li', null, text))) : '',
      image.failure.length ? h('pre', { tabindex: '0', 'aria-label': `Why ${name} failed` }, image.failure.join('\n')) : '',
      h('dl', null,
        fact('Built on', image.parents.flatMap((parent, i) => [i ? h('br') : '', parent.isMember ? link(parent.name) : parent.name,
          h('span', { class: 'soft small' }, ` ${[short(parent.digest), parent.place].filter(Boolean).join(', ')}`)])),
        fact('Its children', listed(children.get(name))), fact('Group', image.group), fact('Variant', image.variant),
        fact('Blocked by', image.blockedBy && link(image.blockedBy)),
        fact('Dockerfile', h('code', null, image.dockerfile)),
        fact('Tags', image.tags.flatMap((tag, i) => [i ? h('br') : '', h('code', null, tag)])),
        fact('Content', image.content && h('code', null, image.content)), fact('Digest', image.digest && h('code', null, image.digest)),
        fact('Size', sizeOf(image)),
        fact('Tests', image.tests && (image.tests.length ? `${image.tests.filter(test => test.state === 'passed').length} of ${image.tests.length} passed` : 'none')),
        fact('Log', image.log && h('a', { href: image.log }, image.log))),
      unread('explanations') ?? '');
    detail.hidden = false;
    if (focus) title.focus({ preventScroll: innerWidth > 900 });
  }
  function close(back) {
    byId('detail').hidden = true;
    for (const lit of graph.querySelectorAll('.lit')) lit.classList.remove('lit');
    for (const node of graph.querySelectorAll('[aria-pressed=true]')) node.setAttribute('aria-pressed', 'false');
    (back?.isConnected ? back : nodeOf(chosen))?.focus({ preventScroll: true });
  }
  addEventListener('keydown', event => { if (event.key === 'Escape' && !byId('detail').hidden) close(nodeOf(chosen)); });

  byId('list').append(h('details', null, h('summary', null, 'The same as a list'),
    table('Images', [['Image', 'name'], ['Group'], ['State'], ['Why', 'text'], ['Built on', 'text'], ['Size', 'num'], ['Time', 'num']],
      data.images.map(image => ({ image: image.name, cells: [link(image.name), image.group, badge(image.state), image.sentence ?? image.reason,
        listed(image.parents.map(parent => parent.name)), image.size ? size(image.size.total) : '',
        image.seconds === undefined ? '' : time(image.seconds)] })))));

  // ---- timeline
  (function timeline() {
    const run = data.timeline;
    const part = byId('timeline');
    if (!run) { part.append(none('Nothing was built.'), unread('timeline') ?? ''); return; }
    const whole = Math.max(run.seconds, .001, ...run.bars.map(bar => bar.begin + (bar.before ?? 0)));
    const percent = value => `${(value / whole * 100).toFixed(3)}%`;
    const critical = new Set(run.critical);
    const before = run.before;
    part.append(
      h('p', null, `${plural(run.bars.length, 'image')} in ${time(run.seconds)}, ${workers() > 1 ? `at most ${workers()} at once` : 'one after the other'}, from ${moment(run.begun)}.`,
        before ? ` The last run of this tag took ${time(before.seconds)}${before.commit ? ` at ${before.commit.slice(0, 12)}` : ''}, for ${plural(Object.keys(before.images).length, 'image')}.` : ''),
      run.critical.length > 1 ? h('p', null, 'What decided how long it took: ', run.critical.flatMap((name, i) => [i ? ' → ' : '', link(name)]), '.') : '',
      h('div', { class: 'key' }, h('span', null, h('i', { class: 'critical' }), 'critical path'), h('span', null, h('i', { class: 'cached' }), 'from the cache'),
        h('span', null, h('i', { class: 'own' }), 'steps'), before ? h('span', null, h('i', { class: 'past' }), 'the last run') : ''));
    const lanes = h('div', { class: 'lanes' });
    for (let worker = 0; worker < workers(); worker++)
      lanes.append(h('div', { class: 'lane' }, run.bars.filter(bar => bar.worker === worker).flatMap(bar => [
        h('button', { type: 'button', class: ['bar', bar.isCached && 'cached', bar.isFailed && 'failed', critical.has(bar.image) && 'critical'].filter(Boolean).join(' '),
          'aria-label': `${bar.image}, ${time(bar.end - bar.begin)}${critical.has(bar.image) ? ', on the critical path' : ''}${bar.isCached ? ', from the cache' : ''}${bar.isFailed ? ', failed' : ''}`,
          title: `${bar.image}: ${time(bar.end - bar.begin)}`, at: { left: percent(bar.begin), width: percent(bar.end - bar.begin) },
          onclick: () => { open(bar.image, true); byId('detail').scrollIntoView({ block: 'nearest' }); } },
        h('span', { class: 'label' }, bar.image),
        bar.steps.map(one => h('span', { class: ['step', one.isCached && 'cached', one.isFailed && 'failed'].filter(Boolean).join(' '),
          at: { left: `${(one.begin - bar.begin) / Math.max(.001, bar.end - bar.begin) * 100}%`, width: `${(one.end - one.begin) / Math.max(.001, bar.end - bar.begin) * 100}%` } }))),
        bar.before === undefined ? '' : h('span', { class: 'past', title: `the last run: ${time(bar.before)}`, at: { left: percent(bar.begin), width: percent(bar.before) } })])));
    part.append(lanes, h('div', { class: 'axis' }, [0, .5, 1].map((at, i) => h('span', { class: ['', 'mid', 'end'][i], at: { left: `${at * 100}%` } }, time(whole * at)))),
      h('details', null, h('summary', null, 'What waited for what'),
        table('Builds', [['Image', 'name'], ['Began', 'num'], ['Took', 'num'], ['Last run', 'num'], ['Waited for', 'text'], ['Longest step', 'text']],
          run.bars.map(bar => ({ cells: [link(bar.image), time(bar.begin), time(bar.end - bar.begin), bar.before === undefined ? '' : time(bar.before),
            bar.waitedFor ? [link(bar.waitedFor), bar.waitedForParent ? ', its parent' : ', which had the worker'] : 'nothing', longest(bar)] })))));
    function workers() { return 1 + Math.max(...run.bars.map(bar => bar.worker)); }
    function longest(bar) {
      const one = [...bar.steps].sort((a, b) => (b.end - b.begin) - (a.end - a.begin))[0];
      return one ? [h('code', null, one.name.length > 90 ? `${one.name.slice(0, 90)}…` : one.name), ` ${one.isCached ? 'cached' : time(one.end - one.begin)}`] : '';
    }
  })();

  // ---- sizes
  (function sizes() {
    const part = byId('sizes');
    const known = data.images.filter(image => image.size).sort((a, b) => b.size.total - a.size.total);
    if (!known.length) { part.append(none('No image’s size is known: what is not pushed has none in a registry.')); return; }
    const most = Math.max(1, known[0].size.total);
    const split = known.some(image => image.size.own !== undefined);
    part.append(h('p', null, `What a pull moves, compressed. ${split ? `The layers of all together, each once: about ${size(known.reduce((sum, image) => sum + (image.size.own ?? image.size.total), 0))}.` : ''}`),
      split ? h('div', { class: 'key' }, h('span', null, h('i', { class: 'own' }), 'its own layers'), h('span', null, h('i'), 'shared with what it is built on')) : '',
      table('Sizes', [['Image', 'name'], ['', 'text'], ['All', 'num'], ['Own', 'num'], ['Shared', 'num'], ['Layers', 'num'], ['Change', 'num']],
        known.map(image => { const { total, own, layers, ownLayers, before } = image.size; return { cells: [link(image.name),
          h('div', { class: 'meter', 'aria-hidden': 'true' }, own === undefined ? h('span', { at: { width: `${total / most * 100}%` } })
            : [h('span', { class: 'own', at: { width: `${own / most * 100}%` } }), h('span', { at: { width: `${(total - own) / most * 100}%` } })]),
          size(total), own === undefined ? '' : size(own), own === undefined ? '' : size(total - own), layers === undefined ? '' : `${ownLayers} of ${layers}`,
          before === undefined ? '' : grown(total - before)] }; })));
    if (data.layers?.length) part.append(h('h3', null, `The ${data.layers.length} largest layers`),
      table('Largest layers', [['Size', 'num'], ['Image', 'name'], ['Dockerfile'], ['Instruction', 'text']],
        data.layers.map(layer => ({ cells: [size(layer.size), link(layer.image), layer.line ? h('code', null, `${layer.file}:${layer.line}`) : layer.file ?? h('span', { class: 'soft' }, 'not known'),
          layer.instruction ? h('code', null, layer.instruction) : h('code', { class: 'soft' }, short(layer.digest))] }))), unread('lines') ?? '');
  })();

  // ---- history
  (function history() {
    const [part, past] = [byId('history'), data.history];
    if (!past?.records.length) { part.append(unread('history') ?? none('No record of this tag is known.')); return; }
    const name = record => record.commit ? record.commit.slice(0, 12) : past.tag;
    const others = record => `${name(record)}${record.isCurrent ? ' (now)' : ''}`;
    part.append(table('Records', [['Commit', 'name'], ['When'], ['Who'], ['What', 'text'], ['Images', 'num'], ['Restore', 'text']],
      past.records.map(record => ({ cells: [[h('code', null, name(record)), record.isCurrent ? h('span', { class: 'soft' }, ' now') : ''], moment(record.time), record.author ?? record.branch ?? '',
        [record.subject ?? '', record.hold ? h('span', { class: 'soft' }, ` ${record.hold}`) : ''], record.images.length,
        record.restore ? h('code', null, record.restore) : h('span', { class: 'soft' }, record.gone ?? (record.isCurrent ? 'it is there' : ''))] }))));
    if (past.more) part.append(none(`${plural(past.more, 'older record')} not read.`));
    part.append(unread('history') ?? '');
    if (past.records.length < 2) return;
    const choice = (id, at) => h('select', { id, onchange: compare }, past.records.map((record, i) => h('option', { value: i, selected: i === at }, others(record))));
    const [from, to, out] = [choice('from', 1), choice('to', 0), h('div', { 'aria-live': 'polite' })];
    part.append(h('h3', null, 'What changed'), h('div', { class: 'pick' }, h('label', { for: 'from' }, 'From ', from), h('label', { for: 'to' }, 'to ', to)), out);
    compare();
    function compare() {
      const [a, b] = [past.records[from.value], past.records[to.value]];
      const [was, is] = [a, b].map(record => new Map(record.images.map(image => [image.name, image])));
      const rows = [];
      for (const image of b.images) {
        const old = was.get(image.name);
        if (!old) rows.push([image.name, 'new', '', short(image.digest), size(image.size), '']);
        else if (old.digest !== image.digest) rows.push([image.name, old.fingerprint && old.fingerprint === image.fingerprint ? 'rebuilt' : 'changed',
          short(old.digest), short(image.digest), size(image.size), grown(image.size - old.size)]);
      }
      for (const image of a.images) if (!is.has(image.name)) rows.push([image.name, 'gone', short(image.digest), '', '', '']);
      out.replaceChildren(rows.length ? table('Differences', [['Image', 'name'], ['Change'], ['From'], ['To'], ['Size', 'num'], ['Difference', 'num']],
        rows.map(([image, ...cells]) => ({ cells: [link(image), ...cells] }))) : none(`The same ${plural(b.images.length, 'image')} in both.`));
    }
  })();

  // ---- behind
  (function behind() {
    const [part, facts] = [byId('behind'), data.behind];
    if (!facts) { part.append(unread('behind') ?? none('Not looked at.')); return; }
    part.append(h('h3', null, 'Images from outside'), facts.outside.length
      ? table('Images from outside', [['Image', 'name'], ['Where', 'text'], ['Made'], ['Stands at'], ['Now'], ['']], facts.outside.map(one => ({ cells: [
        h('code', null, one.reference), [h('code', null, one.place), one.usedBy.length > 1 ? ` and ${plural(one.usedBy.length - 1, 'more image')}` : ''],
        one.created ? `${age(one.created)}${age(one.created) === 'today' ? '' : ' ago'}` : '', short(one.locked), short(one.now), one.isBehind ? badge('behind', one.says) : one.says] })))
      : none('The family uses none.'));
    part.append(h('h3', null, 'Parents that moved'), facts.moved.length
      ? table('Parents that moved', [['Image', 'name'], ['Parent', 'text'], ['Stands on'], ['Now']], facts.moved.map(one => ({ cells: [link(one.image), one.parent, short(one.was), short(one.now) || 'none'] })))
      : none('None: every image stands on what is published beside it.'));
    part.append(h('h3', null, 'Tags of branches that are gone'), !facts.goneBranches ? '' : facts.goneBranches.length
      ? table('Tags of branches that are gone', [['Tag', 'name'], ['Branch']], facts.goneBranches.map(one => ({ cells: [h('code', null, one.tag), one.branch ?? ''] })))
      : none('None.'), unread('behind') ?? '');
  })();

  // ---- checks
  (function checks() {
    const part = byId('checks');
    const tests = data.images.flatMap(image => (image.tests ?? []).map(test => ({ image: image.name, ...test })));
    part.append(h('h3', null, 'Tests'), tests.length
      ? table('Tests', [['Image', 'name'], ['Test', 'text'], ['Result'], ['Time', 'num']], tests.map(test => ({ cells: [link(test.image),
        [test.name, test.lines.length ? h('pre', { tabindex: '0', 'aria-label': `What ${test.name} said` }, test.lines.join('\n')) : ''],
        badge({ passed: 'built', failed: 'failed' }[test.state] ?? 'untested', test.state), test.seconds === undefined ? '' : time(test.seconds)] })))
      : none('No test of an image is known.'));
    part.append(h('h3', null, 'Findings of Lint'), !data.lint ? unread('lint') ?? none('Not looked at.') : data.lint.length
      ? table('Findings', [['Where', 'text'], ['Rule'], ['Finding', 'text'], ['What to do', 'text']], data.lint.map(one => ({ cells: [h('code', null, one.place),
        badge(one.severity === 'error' ? 'failed' : one.severity === 'warning' ? 'blocked' : 'reused', `${one.severity} ${one.rule}`), one.message, one.fix] })))
      : none('Nothing to mend.'));
  })();

  swap(false);
  addEventListener('beforeprint', () => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
})();
