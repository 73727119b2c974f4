// The timeline: a lane a worker, a bar an image.
(function timeline() {
  const run = data.timeline;
  const part = byId('timeline');
  if (!run) {
    part.append(none('Nothing was built.'), unread('timeline') ?? '');
    return;
  }
  const whole = Math.max(run.seconds, 0.001, ...run.bars.map(bar => bar.begin + (bar.before ?? 0)));
  const percent = value => `${((value / whole) * 100).toFixed(3)}%`;
  const critical = new Set(run.critical);
  const before = run.before;
  part.append(
    h(
      'p',
      null,
      `${plural(run.bars.length, 'image')} in ${time(run.seconds)}, ${workers() > 1 ? `at most ${workers()} at once` : 'one after the other'}, from ${moment(run.begun)}.`,
      before
        ? ` The last run of this tag took ${time(before.seconds)}${before.commit ? ` at ${before.commit.slice(0, 12)}` : ''}, for ${plural(Object.keys(before.images).length, 'image')}.`
        : '',
    ),
    run.critical.length > 1
      ? h(
          'p',
          null,
          'What decided how long it took: ',
          run.critical.flatMap((name, i) => [i ? ' → ' : '', link(name)]),
          '.',
        )
      : '',
    h(
      'div',
      { class: 'key' },
      h('span', null, h('i', { class: 'critical' }), 'critical path'),
      h('span', null, h('i', { class: 'cached' }), 'from the cache'),
      h('span', null, h('i', { class: 'own' }), 'steps'),
      before ? h('span', null, h('i', { class: 'past' }), 'the last run') : '',
    ),
  );
  const lanes = h('div', { class: 'lanes' });
  for (let worker = 0; worker < workers(); worker++)
    lanes.append(
      h(
        'div',
        { class: 'lane' },
        run.bars
          .filter(bar => bar.worker === worker)
          .flatMap(bar => [
            h(
              'button',
              {
                type: 'button',
                class: ['bar', bar.isCached && 'cached', bar.isFailed && 'failed', critical.has(bar.image) && 'critical']
                  .filter(Boolean)
                  .join(' '),
                'aria-label': `${bar.image}, ${time(bar.end - bar.begin)}${critical.has(bar.image) ? ', on the critical path' : ''}${bar.isCached ? ', from the cache' : ''}${bar.isFailed ? ', failed' : ''}`,
                title: `${bar.image}: ${time(bar.end - bar.begin)}`,
                at: { left: percent(bar.begin), width: percent(bar.end - bar.begin) },
                onclick: () => {
                  open(bar.image, true);
                  byId('detail').scrollIntoView({ block: 'nearest' });
                },
              },
              h('span', { class: 'label' }, bar.image),
              bar.steps.map(one =>
                h('span', {
                  class: ['step', one.isCached && 'cached'].filter(Boolean).join(' '),
                  at: {
                    left: `${((one.begin - bar.begin) / Math.max(0.001, bar.end - bar.begin)) * 100}%`,
                    width: `${((one.end - one.begin) / Math.max(0.001, bar.end - bar.begin)) * 100}%`,
                  },
                }),
              ),
            ),
            bar.before === undefined
              ? ''
              : h('span', {
                  class: 'past',
                  title: `the last run: ${time(bar.before)}`,
                  at: { left: percent(bar.begin), width: percent(bar.before) },
                }),
          ]),
      ),
    );
  part.append(
    lanes,
    h(
      'div',
      { class: 'axis' },
      [0, 0.5, 1].map((at, i) => h('span', { class: ['', 'mid', 'end'][i], at: { left: `${at * 100}%` } }, time(whole * at))),
    ),
    h(
      'details',
      null,
      h('summary', null, 'What waited for what'),
      table(
        'Builds',
        [
          ['Image', 'name'],
          ['Began', 'num'],
          ['Took', 'num'],
          ['Last run', 'num'],
          ['Waited for', 'text'],
          ['Longest step', 'text'],
        ],
        run.bars.map(bar => ({
          cells: [
            link(bar.image),
            time(bar.begin),
            time(bar.end - bar.begin),
            bar.before === undefined ? '' : time(bar.before),
            bar.waitedFor ? [link(bar.waitedFor), bar.waitedForParent ? ', its parent' : ', which had the worker'] : 'nothing',
            longest(bar),
          ],
        })),
      ),
    ),
  );
  function workers() {
    return 1 + Math.max(...run.bars.map(bar => bar.worker));
  }
  function longest(bar) {
    const one = [...bar.steps].sort((a, b) => b.end - b.begin - (a.end - a.begin))[0];
    return one
      ? [
          h('code', null, one.name.length > 90 ? `${one.name.slice(0, 90)}…` : one.name),
          ` ${one.isCached ? 'cached' : time(one.end - one.begin)}`,
        ]
      : '';
  }
})();
