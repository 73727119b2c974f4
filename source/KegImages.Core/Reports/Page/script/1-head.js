// Who, where and how many of what.
const counts = Object.keys(words)
  .map(state => [state, data.images.filter(image => image.state === state).length])
  .filter(pair => pair[1]);
byId('head').append(
  h(
    'ul',
    { class: 'chips', 'aria-label': 'Images by state' },
    counts.map(([state, count]) => h('li', { class: 'chip' }, badge(state, `${count} ${words[state]}`))),
  ),
  h(
    'p',
    { class: 'soft small' },
    [
      data.run.branch && `branch ${data.run.branch}`,
      data.run.commit && `commit ${data.run.commit.slice(0, 12)}`,
      data.run.commitTime && `made ${moment(data.run.commitTime)}`,
      `page of ${moment(data.run.at)}`,
    ]
      .filter(Boolean)
      .join(' · '),
  ),
  data.run.notes.length
    ? h(
        'details',
        null,
        h('summary', null, plural(data.run.notes.length, 'note')),
        h(
          'ul',
          null,
          data.run.notes.map(note => h('li', null, note)),
        ),
      )
    : '',
);
byId('parts').append(
  h(
    'ul',
    null,
    [...document.querySelectorAll('main > section')].map(section =>
      h('li', null, h('a', { href: `#${section.id}` }, section.querySelector('h2').textContent)),
    ),
  ),
);
