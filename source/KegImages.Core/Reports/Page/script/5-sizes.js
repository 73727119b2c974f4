// Sizes and the largest layers.
(function sizes() {
  const part = byId('sizes');
  const known = data.images.filter(image => image.size).sort((a, b) => b.size.total - a.size.total);
  if (!known.length) {
    part.append(none('No image’s size is known: what is not pushed has none in a registry.'));
    return;
  }
  const most = Math.max(1, known[0].size.total);
  const split = known.some(image => image.size.own !== undefined);
  part.append(
    h(
      'p',
      null,
      `What a pull moves, compressed. ${split ? `The layers of all together, each once: about ${size(known.reduce((sum, image) => sum + (image.size.own ?? image.size.total), 0))}.` : ''}`,
    ),
    split
      ? h(
          'div',
          { class: 'key' },
          h('span', null, h('i', { class: 'own' }), 'its own layers'),
          h('span', null, h('i'), 'shared with what it is built on'),
        )
      : '',
    table(
      'Sizes of the images',
      [
        ['Image', 'name'],
        ['Shares', 'text'],
        ['All', 'num'],
        ['Own', 'num'],
        ['Shared', 'num'],
        ['Layers', 'num'],
        ['Change', 'num'],
      ],
      known.map(image => {
        const { total, own, layers, ownLayers, before } = image.size;
        return {
          cells: [
            link(image.name),
            h(
              'div',
              { class: 'meter', 'aria-hidden': 'true' },
              own === undefined
                ? h('span', { at: { width: `${(total / most) * 100}%` } })
                : [
                    h('span', { class: 'own', at: { width: `${(own / most) * 100}%` } }),
                    h('span', { at: { width: `${((total - own) / most) * 100}%` } }),
                  ],
            ),
            size(total),
            own === undefined ? '' : size(own),
            own === undefined ? '' : size(total - own),
            layers === undefined ? '' : `${ownLayers} of ${layers}`,
            before === undefined ? '' : grown(total - before),
          ],
        };
      }),
    ),
  );
  if (data.layers?.length)
    part.append(
      h('h3', null, `The ${data.layers.length} largest layers`),
      table(
        'Largest layers',
        [['Size', 'num'], ['Image', 'name'], ['Dockerfile'], ['Instruction', 'text']],
        data.layers.map(layer => ({
          cells: [
            size(layer.size),
            link(layer.image),
            layer.line
              ? h('code', null, `${layer.file}:${layer.line}`)
              : (layer.file ?? h('span', { class: 'soft' }, 'not known')),
            layer.instruction ? h('code', null, layer.instruction) : h('code', { class: 'soft' }, short(layer.digest)),
          ],
        })),
      ),
      unread('lines') ?? '',
    );
})();
