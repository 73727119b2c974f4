// What is behind.
(function behind() {
  const [part, facts] = [byId('behind'), data.behind];
  if (!facts) {
    part.append(unread('behind') ?? none('Not looked at.'));
    return;
  }
  part.append(
    h('h3', null, 'Images from outside'),
    facts.outside.length
      ? table(
          'Images from outside',
          [['Image', 'name'], ['Where', 'text'], ['Made', 'nowrap'], ['Stands at'], ['Now'], ['How it stands']],
          facts.outside.map(one => ({
            cells: [
              h('code', null, one.reference),
              [h('code', null, one.place), one.usedBy.length > 1 ? ` and ${plural(one.usedBy.length - 1, 'more image')}` : ''],
              one.created ? `${age(one.created)}${age(one.created) === 'today' ? '' : ' ago'}` : '',
              short(one.locked),
              short(one.now),
              one.isBehind ? badge('behind', one.says) : one.says,
            ],
          })),
        )
      : none('The family uses none.'),
  );
  part.append(
    h('h3', null, 'Parents that moved'),
    facts.moved.length
      ? table(
          'Parents that moved',
          [['Image', 'name'], ['Parent', 'text'], ['Stands on'], ['Now']],
          facts.moved.map(one => ({ cells: [link(one.image), one.parent, short(one.was), short(one.now) || 'none'] })),
        )
      : none('None: every image stands on what is published beside it.'),
  );
  part.append(
    h('h3', null, 'Tags of branches that are gone'),
    !facts.goneBranches
      ? ''
      : facts.goneBranches.length
        ? table(
            'Tags of branches that are gone',
            [['Tag', 'name'], ['Branch']],
            facts.goneBranches.map(one => ({ cells: [h('code', null, one.tag), one.branch ?? ''] })),
          )
        : none('None.'),
    unread('behind') ?? '',
  );
})();
