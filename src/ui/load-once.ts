/** Loads something when it is first wanted, once; where that failed, the next call tries again. */
export function loadOnce<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;

  async function attempt(): Promise<Value> {
    try {
      return await load();
    } catch (reason) {
      loading = undefined;
      throw reason;
    }
  }

  return () => (loading ??= attempt());
}
