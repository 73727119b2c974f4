// Tests and findings.
(function checks() {
  const part = byId('checks');
  const tests = data.images.flatMap(image => (image.tests ?? []).map(test => ({ image: image.name, ...test })));
  part.append(
    h('h3', null, 'Tests'),
    tests.length
      ? table(
          'Tests',
          [['Image', 'name'], ['Test', 'text'], ['Result'], ['Time', 'num']],
          tests.map(test => ({
            cells: [
              link(test.image),
              [
                test.name,
                test.lines.length
                  ? h('pre', { tabindex: '0', 'aria-label': `What ${test.name} said` }, test.lines.join('\n'))
                  : '',
              ],
              badge({ passed: 'built', failed: 'failed' }[test.state] ?? 'untested', test.state),
              test.seconds === undefined ? '' : time(test.seconds),
            ],
          })),
        )
      : none('No test of an image is known.'),
  );
  part.append(
    h('h3', null, 'Findings of Lint'),
    !data.lint
      ? (unread('lint') ?? none('Not looked at.'))
      : data.lint.length
        ? table(
            'Findings',
            [['Where', 'text'], ['Rule'], ['Finding', 'text'], ['What to do', 'text']],
            data.lint.map(one => ({
              cells: [
                h('code', null, one.place),
                badge(
                  one.severity === 'error' ? 'failed' : one.severity === 'warning' ? 'blocked' : 'reused',
                  `${one.severity} ${one.rule}`,
                ),
                one.message,
                one.fix,
              ],
            })),
          )
        : none('Nothing to mend.'),
  );
})();
