/** A copy of the state with this item in its category. */
export const setItem = (state, category, key, item) => ({
  ...state,
  [category]: { ...state[category], [key]: item },
});
