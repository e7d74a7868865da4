/**
 * Calls listeners by event name. Not an `EventTarget`: at a high rate of events its dispatch costs a slow phone more than
 * handling the events.
 */
export class Emitter<Details> {
  readonly #listeners = new Map<keyof Details, Set<(detail: never) => void>>();

  /** Calls `listener` for each event of that name; returns the function that unsubscribes it. */
  on<Name extends keyof Details>(name: Name, listener: (detail: Details[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // A wrapper, so that each call is a separate subscription, even of the same function.
    const wrapped = (detail: Details[Name]) => listener(detail);
    listeners.add(wrapped);
    return () => void listeners.delete(wrapped);
  }

  /** Calls the current listeners. An exception in one becomes an uncaught error, and the others are still called. */
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
