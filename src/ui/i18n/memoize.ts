/** Makes `make` wait until its value is wanted, and then run once: what `Intl` makes is slow to make. */
export function memoize<Value>(compute: () => Value): () => Value {
  let memo: { readonly value: Value } | undefined;
  return () => (memo ??= { value: compute() }).value;
}
