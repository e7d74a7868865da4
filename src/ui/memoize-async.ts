/** Loads something when it is first wanted, once; where that failed, the next call tries again. */
export function memoizeAsync<Value>(compute: () => Promise<Value>): () => Promise<Value> {
  let pending: Promise<Value> | undefined;

  async function attempt(): Promise<Value> {
    try {
      return await compute();
    } catch (reason) {
      pending = undefined;
      throw reason;
    }
  }

  return () => (pending ??= attempt());
}
