/** Computes a value on first use and caches it: `Intl` objects are slow to create. */
export function memoize<Value>(compute: () => Value): () => Value {
  let memo: { readonly value: Value } | undefined;
  return () => (memo ??= { value: compute() }).value;
}
