/** Stores each tab's outbox so that it outlives the tab, and adopts those of closed tabs. */
import type { Mentions } from "../protocol/fields.ts";
import type { KeyValueStorage } from "./api.ts";
import type { Locks } from "./platform.ts";
import type { FirstSent, OutboxEntry } from "./outbox.ts";
import { optionalFields } from "./check-message.ts";
import { hasFields, parseJsonAs } from "./json-guard.ts";

interface StoredEntry {
  readonly id: string;
  readonly text: string;
  readonly replyTo?: number;
  readonly mentions?: Mentions;
  readonly at: number;
  readonly queuedAt: number;
  readonly failed?: { readonly code: string; readonly message: string };
  readonly firstSent?: FirstSent;
}

function isStoredEntry(value: unknown): value is StoredEntry {
  if (!hasFields(value, ENTRY_FIELDS)) return false;
  const { failed, firstSent, mentions } = value;
  if (mentions !== undefined && !areMentions(mentions)) return false;
  if (failed !== undefined && !hasFields(failed, { code: "string", message: "string" })) return false;
  return (
    firstSent === undefined || hasFields(firstSent, { epoch: "string", seq: "number", member: "string" })
  );
}

function areMentions(value: unknown): value is Mentions {
  return Array.isArray(value) && value.every((one) => hasFields(one, { id: "string", name: "string" }));
}

const ENTRY_FIELDS = { id: "string", text: "string", replyTo: "number?", at: "number", queuedAt: "number" };

function areStoredEntries(value: unknown): value is StoredEntry[] {
  return Array.isArray(value) && value.every(isStoredEntry);
}

export interface OutboxStorageOptions {
  readonly storage: KeyValueStorage;
  readonly locks: Locks | undefined;
  /** the room's URL */
  readonly room: string;
  /** a random id of this tab */
  readonly tab: string;
}

export class OutboxStorage {
  readonly #storage: KeyValueStorage;
  readonly #locks: Locks | undefined;
  readonly #prefix: string;
  readonly #key: string;
  /** true once this tab holds its lock, which shows other tabs that its outbox is in use; only then it writes */
  #isOwner = false;
  #unsaved: readonly OutboxEntry[] = [];
  #isClosed = false;
  #release = () => {};

  constructor({ storage, locks, room, tab }: OutboxStorageOptions) {
    this.#storage = storage;
    this.#locks = locks;
    // A URL contains no space, so no room's prefix is a prefix of another room's.
    this.#prefix = `majlis:outbox:${room} `;
    this.#key = this.#prefix + tab;
  }

  /** Claims this tab's key, then offers the entries of closed tabs to `adopt`, which returns false if they do not fit. */
  async open(adopt: (entries: readonly OutboxEntry[]) => boolean): Promise<void> {
    if (this.#locks === undefined) return this.#adoptWithoutLocks(adopt);
    try {
      await this.#locks.request(this.#key, { ifAvailable: false }, async () => {
        if (this.#isClosed) return;
        this.#claim();
        const released = new Promise<void>((resolve) => (this.#release = resolve));
        await this.#adoptWithLocks(adopt);
        await released;
      });
    } catch {
      // An opaque origin has no locks, and shares its storage with no other tab.
      this.#adoptWithoutLocks(adopt);
    }
  }

  /** Stores the entries. If they do not fit, none are stored: an outdated state would be sent again. */
  save(entries: readonly OutboxEntry[]): void {
    this.#unsaved = entries;
    if (!this.#isOwner || this.#isClosed) return;
    const isSaved = entries.length > 0 && this.#storage.set(this.#key, JSON.stringify(entries.map(toStored)));
    if (!isSaved) this.#storage.remove(this.#key);
  }

  /** Releases the lock. The stored entries stay, for the next tab to adopt. */
  close(): void {
    this.#isClosed = true;
    this.#release();
  }

  /** Deletes the outboxes of all tabs. Call it once closed. */
  removeAll(): void {
    for (const key of [this.#key, ...this.#otherKeysByAge()]) this.#storage.remove(key);
  }

  #claim(): void {
    this.#isOwner = true;
    this.save(this.#unsaved);
  }

  #adoptWithoutLocks(adopt: (entries: readonly OutboxEntry[]) => boolean): void {
    if (this.#isClosed) return;
    this.#claim();
    for (const key of this.#otherKeysByAge()) this.#adoptFrom(key, adopt);
  }

  async #adoptWithLocks(adopt: (entries: readonly OutboxEntry[]) => boolean): Promise<void> {
    for (const key of this.#otherKeysByAge()) {
      await this.#locks?.request(key, { ifAvailable: true }, async (isHeld) => {
        if (isHeld && !this.#isClosed) this.#adoptFrom(key, adopt);
      });
    }
  }

  #otherKeysByAge(): string[] {
    const others = this.#storage.keys().filter((key) => key.startsWith(this.#prefix) && key !== this.#key);
    const writtenAt = (key: string) => this.#read(key)?.[0]?.at ?? 0;
    return others.sort((a, b) => writtenAt(a) - writtenAt(b));
  }

  /** Removes the key only after `adopt` has stored the entries under this tab's own key. */
  #adoptFrom(key: string, adopt: (entries: readonly OutboxEntry[]) => boolean): void {
    const entries = this.#read(key);
    if (entries === undefined || adopt(entries)) this.#storage.remove(key);
  }

  #read(key: string): OutboxEntry[] | undefined {
    return parseJsonAs(this.#storage.get(key), areStoredEntries)?.map(fromStored);
  }
}

function toStored({ status, ...entry }: OutboxEntry) {
  return status.name === "failed"
    ? { ...entry, failed: { code: status.code, message: status.message } }
    : entry;
}

/** Copies the known fields only. */
function fromStored({ id, text, at, queuedAt, failed, firstSent, ...optional }: StoredEntry): OutboxEntry {
  return {
    id,
    text,
    at,
    queuedAt,
    ...optionalFields(optional),
    ...(firstSent === undefined ? {} : { firstSent }),
    status: failed === undefined ? { name: "waiting" } : { name: "failed", ...failed },
  };
}
