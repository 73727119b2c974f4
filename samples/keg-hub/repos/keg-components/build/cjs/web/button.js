'use strict';

/** A button as a plain element tree, for any renderer. */
exports.Button = ({ children, onClick }) => ({ type: 'button', props: { onClick, children } });
