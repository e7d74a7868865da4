/** Makes `make` wait until its value is wanted, and then run once: what `Intl` makes is slow to make. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
