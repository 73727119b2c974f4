'use strict';

const isObj = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const get = (target, path, fallback) => {
  const keys = Array.isArray(path) ? path : String(path).split('.');
  const found = keys.reduce((value, key) => (value === undefined || value === null ? undefined : value[key]), target);
  return found === undefined ? fallback : found;
};

const capitalize = (text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();

module.exports = { capitalize, get, isObj };
