/**
 * Listeners by the name of what they listen to. Not an `EventTarget`: in a flood its dispatch costs a slow phone more
 * than all that the event says.
 */
export class Emitter<Details> {
  readonly #listeners = new Map<keyof Details, Set<(detail: never) => void>>();

  /** Calls `listener` for each event of that name; returns the function that stops it. */
  on<Name extends keyof Details>(name: Name, listener: (detail: Details[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // Each call is a subscription of its own, even of the same function.
    const wrapped = (detail: Details[Name]) => listener(detail);
    listeners.add(wrapped);
    return () => void listeners.delete(wrapped);
  }

  /** Tells all who listen now. What one of them throws is an uncaught error, and the others hear all the same. */
  emit<Name extends keyof Details>(name: Name, detail: Details[Name]): void {
    for (const listener of Array.from(this.#listeners.get(name) ?? [])) {
      try {
        (listener as (detail: Details[Name]) => void)(detail);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
