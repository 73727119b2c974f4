'use strict';

/** A card with a title, as a plain element tree, for any renderer. */
exports.Card = ({ title, children }) => ({
  type: 'section',
  props: { children: [{ type: 'h2', props: { children: title } }, children] },
});
