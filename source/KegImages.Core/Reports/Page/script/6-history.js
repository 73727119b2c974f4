// The records of the tag, and what differs between any two.
(function history() {
  const [part, past] = [byId('history'), data.history];
  if (!past?.records.length) {
    part.append(unread('history') ?? none('No record of this tag is known.'));
    return;
  }
  const name = record => (record.commit ? record.commit.slice(0, 12) : past.tag);
  const others = record => `${name(record)}${record.isCurrent ? ' (now)' : ''}`;
  part.append(
    table(
      'Records',
      [
        ['Commit', 'name'],
        ['When', 'nowrap'],
        ['Who', 'nowrap'],
        ['What', 'text'],
        ['Images', 'num'],
        ['Restore', 'text'],
      ],
      past.records.map(record => ({
        cells: [
          [h('code', null, name(record)), record.isCurrent ? h('span', { class: 'soft' }, ' now') : ''],
          moment(record.time),
          record.author ?? record.branch ?? '',
          [record.subject ?? '', record.hold ? h('span', { class: 'soft' }, ` ${record.hold}`) : ''],
          record.images.length,
          record.restore
            ? h('code', null, record.restore)
            : h('span', { class: 'soft' }, record.gone ?? (record.isCurrent ? 'it is there' : '')),
        ],
      })),
    ),
  );
  if (past.more) part.append(none(`${plural(past.more, 'older record')} not read.`));
  part.append(unread('history') ?? '');
  if (past.records.length < 2) return;
  const choice = (id, at) =>
    h(
      'select',
      { id, onchange: compare },
      past.records.map((record, i) => h('option', { value: i, selected: i === at }, others(record))),
    );
  const [from, to, out] = [choice('from', 1), choice('to', 0), h('div', { 'aria-live': 'polite' })];
  part.append(
    h('h3', null, 'What changed'),
    h('div', { class: 'pick' }, h('label', { for: 'from' }, 'From ', from), h('label', { for: 'to' }, 'to ', to)),
    out,
  );
  compare();
  function compare() {
    const [a, b] = [past.records[from.value], past.records[to.value]];
    const [was, is] = [a, b].map(record => new Map(record.images.map(image => [image.name, image])));
    const rows = [];
    for (const image of b.images) {
      const old = was.get(image.name);
      if (!old) rows.push([image.name, 'new', '', short(image.digest), size(image.size), '']);
      else if (old.digest !== image.digest)
        rows.push([
          image.name,
          old.fingerprint && old.fingerprint === image.fingerprint ? 'rebuilt' : 'changed',
          short(old.digest),
          short(image.digest),
          size(image.size),
          grown(image.size - old.size),
        ]);
    }
    for (const image of a.images) if (!is.has(image.name)) rows.push([image.name, 'gone', short(image.digest), '', '', '']);
    out.replaceChildren(
      rows.length
        ? table(
            'Differences',
            [['Image', 'name'], ['Change'], ['From'], ['To'], ['Size', 'num'], ['Difference', 'num']],
            rows.map(([image, ...cells]) => ({ cells: [link(image), ...cells] })),
          )
        : none(`The same ${plural(b.images.length, 'image')} in both.`),
    );
  }
})();
