/** Values that many observations have in common, such as what one secret looks like in each encoding. */

/** Longer keys do not come again. */
const longestKey = 512;

/** The function with its latest results kept by its argument. It must depend on nothing else, and nobody may change a result. */
export function remembered<T>(compute: (key: string) => T, most = 100): (key: string) => T {
  const results = new Map<string, { readonly value: T }>();
  return (key) => {
    const known = results.get(key);
    if (known) return known.value;
    const value = compute(key);
    if (key.length > longestKey) return value;
    if (results.size >= most) results.clear();
    results.set(key, { value });
    return value;
  };
}
