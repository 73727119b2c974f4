export { setItem } from './setItem.js';
export { removeItem } from './removeItem.js';
