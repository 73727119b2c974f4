/** A copy of the state without this item in its category. */
export const removeItem = (state, category, key) => {
  const { [key]: removed, ...rest } = state[category] ?? {};
  return { ...state, [category]: rest };
};
