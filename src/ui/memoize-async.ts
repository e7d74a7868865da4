/** Memoizes an asynchronous computation. After a failure the next call tries again. */
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
