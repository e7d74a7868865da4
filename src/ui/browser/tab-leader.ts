/**
 * The tabs of one room in one browser: one of them tells for all, and none does while somebody attends to any. Both are
 * locks (Web Locks): a tab that is closed, or crashes, holds none, and another takes its place.
 */

export interface TabLeader {
  /** True if this tab is the one to tell now. */
  isLeader(): Promise<boolean>;
}

/** `name` stands for the room. Where there are no locks to be had, each tab tells, unless somebody attends to it. */
export async function createTabLeader(name: string): Promise<TabLeader> {
  const locks = await availableLocks();
  return locks === undefined
    ? { isLeader: async () => !isPageFocused() }
    : new WebLocksTabLeader(locks, name);
}

/** They are missing without a secure context, and refused to a frame whose storage is blocked. */
async function availableLocks(): Promise<LockManager | undefined> {
  const { locks } = navigator as { readonly locks?: LockManager };
  try {
    await locks?.query();
    return locks;
  } catch {
    return undefined;
  }
}

/** True while somebody attends to this page: it is seen, and the keyboard is with it. */
function isPageFocused(): boolean {
  return !document.hidden && document.hasFocus();
}

class WebLocksTabLeader implements TabLeader {
  readonly #locks: LockManager;
  readonly #leaderLock: string;
  readonly #focusLock: string;
  #isElected = false;
  #releaseFocus: (() => void) | undefined;
  #releaseLeadership: (() => void) | undefined;

  constructor(locks: LockManager, name: string) {
    this.#locks = locks;
    this.#leaderLock = `majlis:teller:${name}`;
    this.#focusLock = `majlis:attended:${name}`;
    this.#requestLeadership();
    this.#updateFocusLock();
    for (const event of ["focus", "blur"]) addEventListener(event, this.#updateFocusLock);
    document.addEventListener("visibilitychange", this.#updateFocusLock);
    // A page that holds a lock cannot be put away to come back later.
    addEventListener("pagehide", () => this.#releaseAll());
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) this.#requestLeadership();
      this.#updateFocusLock();
    });
  }

  async isLeader(): Promise<boolean> {
    if (!this.#isElected || isPageFocused()) return false;
    const { held = [] } = await this.#locks.query();
    return !held.some(({ name }) => name === this.#focusLock);
  }

  /** Tells once those before are gone. */
  #requestLeadership(): void {
    this.#releaseLeadership = acquireLock(
      this.#locks,
      this.#leaderLock,
      "exclusive",
      () => (this.#isElected = true),
    );
  }

  #releaseAll(): void {
    this.#isElected = false;
    this.#releaseLeadership?.();
    this.#releaseFocus?.();
    this.#releaseFocus = undefined;
  }

  readonly #updateFocusLock = (): void => {
    if (isPageFocused()) this.#releaseFocus ??= acquireLock(this.#locks, this.#focusLock, "shared");
    else {
      this.#releaseFocus?.();
      this.#releaseFocus = undefined;
    }
  };
}

/** Holds the lock, or waits for it, until the function that this returns is called. */
function acquireLock(locks: LockManager, name: string, mode: LockMode, onAcquired?: () => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const held = locks.request(name, { mode, signal }, () => {
    onAcquired?.();
    return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  });
  // Called off while it still waited: that is what was asked for.
  held.catch((reason: unknown) => {
    if (!signal.aborted) throw reason;
  });
  return () => controller.abort();
}
