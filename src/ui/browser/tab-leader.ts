/**
 * Leader election among the tabs of a room in one browser: only the leader notifies, and none does while a tab has focus.
 * Both are locks (Web Locks): those of a tab that is closed or crashes are released, and another tab becomes leader.
 */

export interface TabLeader {
  /** True if this tab should notify now. */
  isLeader(): Promise<boolean>;
}

/** @param name identifies the room. Without Web Locks each tab notifies, unless it has focus. */
export async function createTabLeader(name: string): Promise<TabLeader> {
  const locks = await availableLocks();
  return locks === undefined
    ? { isLeader: async () => !isPageFocused() }
    : new WebLocksTabLeader(locks, name);
}

/** Web Locks need a secure context, and are refused to a frame whose storage is blocked. */
async function availableLocks(): Promise<LockManager | undefined> {
  const { locks } = navigator as { readonly locks?: LockManager };
  try {
    await locks?.query();
    return locks;
  } catch {
    return undefined;
  }
}

/** True while this page is visible and has focus. */
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
    this.#leaderLock = `majlis:leader:${name}`;
    this.#focusLock = `majlis:focused:${name}`;
    this.#requestLeadership();
    this.#updateFocusLock();
    for (const event of ["focus", "blur"]) addEventListener(event, this.#updateFocusLock);
    document.addEventListener("visibilitychange", this.#updateFocusLock);
    // A page that holds a lock is not eligible for the back/forward cache.
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

  /** Becomes leader once the tabs before it are closed. */
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

/** Requests the lock; the returned function releases it, or aborts the request. */
function acquireLock(locks: LockManager, name: string, mode: LockMode, onAcquired?: () => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const held = locks.request(name, { mode, signal }, () => {
    onAcquired?.();
    return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  });
  // An aborted request rejects, as intended.
  held.catch((reason: unknown) => {
    if (!signal.aborted) throw reason;
  });
  return () => controller.abort();
}
