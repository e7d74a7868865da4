/**
 * The tabs of one room in one browser: one of them tells for all, and none does while somebody attends to any. Both are
 * locks (Web Locks): a tab that is closed, or crashes, holds none, and another takes its place.
 */

export interface Tabs {
  /** True if this tab is the one to tell now. */
  isTeller(): Promise<boolean>;
}

/** `name` stands for the room. Where there are no locks to be had, each tab tells, unless somebody attends to it. */
export async function openTabs(name: string): Promise<Tabs> {
  const locks = await usableLocks();
  return locks === undefined ? { isTeller: async () => !isAttended() } : new LockedTabs(locks, name);
}

/** They are missing without a secure context, and refused to a frame whose storage is blocked. */
async function usableLocks(): Promise<LockManager | undefined> {
  const { locks } = navigator as { readonly locks?: LockManager };
  try {
    await locks?.query();
    return locks;
  } catch {
    return undefined;
  }
}

/** True while somebody attends to this page: it is seen, and the keyboard is with it. */
function isAttended(): boolean {
  return !document.hidden && document.hasFocus();
}

class LockedTabs implements Tabs {
  readonly #locks: LockManager;
  readonly #tellerLock: string;
  readonly #attendedLock: string;
  #isElected = false;
  #release: (() => void) | undefined;
  #resign: (() => void) | undefined;

  constructor(locks: LockManager, name: string) {
    this.#locks = locks;
    this.#tellerLock = `majlis:teller:${name}`;
    this.#attendedLock = `majlis:attended:${name}`;
    this.#stand();
    this.#attend();
    for (const event of ["focus", "blur"]) addEventListener(event, this.#attend);
    document.addEventListener("visibilitychange", this.#attend);
    // A page that holds a lock cannot be put away to come back later.
    addEventListener("pagehide", () => this.#leave());
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) this.#stand();
      this.#attend();
    });
  }

  async isTeller(): Promise<boolean> {
    if (!this.#isElected || isAttended()) return false;
    const { held = [] } = await this.#locks.query();
    return !held.some(({ name }) => name === this.#attendedLock);
  }

  /** Tells once those before are gone. */
  #stand(): void {
    this.#resign = hold(this.#locks, this.#tellerLock, "exclusive", () => (this.#isElected = true));
  }

  #leave(): void {
    this.#isElected = false;
    this.#resign?.();
    this.#release?.();
    this.#release = undefined;
  }

  readonly #attend = (): void => {
    if (isAttended()) this.#release ??= hold(this.#locks, this.#attendedLock, "shared");
    else {
      this.#release?.();
      this.#release = undefined;
    }
  };
}

/** Holds the lock, or waits for it, until the function that this returns is called. */
function hold(locks: LockManager, name: string, mode: LockMode, onHeld?: () => void): () => void {
  const over = new AbortController();
  const { signal } = over;
  const held = locks.request(name, { mode, signal }, () => {
    onHeld?.();
    return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  });
  // Called off while it still waited: that is what was asked for.
  held.catch((reason: unknown) => {
    if (!signal.aborted) throw reason;
  });
  return () => over.abort();
}
