/** The keys of a room's shared state in memory, as everyone may read them (SPEC STATE-1). Loaded when they are first needed. */
import type { StateEntry } from "../../protocol/events/state.ts";
import type { Limits } from "../../protocol/limits.ts";
import { isEphemeralKey } from "../../protocol/state-keys.ts";
import { utf8Bytes } from "../../text/lengths.ts";
import type { StateStore } from "../store.ts";

/** To encode so many bytes takes as long as reading a row (pages.ts). */
const BYTES_PER_WORK = 128;

/** A page of keys, in their order. */
export interface StatePage {
  readonly entries: StateEntry[];
  /** true if there are keys behind the last one */
  readonly more: boolean;
}

export class SharedState {
  private loaded: Map<string, StateEntry> | undefined;
  /** until when the ephemeral keys of members stay who were away when the room slept, in ms since 1970 */
  readonly absences = new Map<string, number>();
  /** the ephemeral keys that are stored with such a time: one of each such member is enough */
  readonly timedKeys = new Set<string>();
  private newestEphemeral = 0;
  /** the UTF-8 bytes of each key as JSON: a crowd that joins does not have them all counted for each (SPEC STATE-4) */
  private readonly sizes = new Map<string, number>();
  private ephemeralBytes = 0;
  private keptBytes = 0;
  /** what pages have cost so far (see `Log.work`) */
  work = 0;

  constructor(
    private readonly store: StateStore,
    readonly limits: Pick<Limits, "stateKeys" | "stateStoreMs" | "stateGraceMs" | "stateJoinBytes">,
  ) {}

  get count(): number {
    return this.entries.size;
  }

  get(key: string): StateEntry | undefined {
    return this.entries.get(key);
  }

  all(): StateEntry[] {
    return [...this.entries.values()];
  }

  ephemeral(): StateEntry[] {
    return this.all().filter(({ key }) => isEphemeralKey(key));
  }

  /** What all keys take as JSON, or the ephemeral ones, in UTF-8 bytes. */
  bytesOf(which: "all" | "ephemeral"): number {
    if (this.entries.size === 0) return 0;
    return which === "all" ? this.ephemeralBytes + this.keptBytes : this.ephemeralBytes;
  }

  /** Takes over a key as it is now; without a value it is deleted. Stores nothing. */
  put(entry: StateEntry): void {
    const { key, value } = entry;
    if (value === undefined) this.entries.delete(key);
    else this.entries.set(key, entry);
    this.measure(key, value === undefined ? undefined : entry);
  }

  /** Stores a key as it is in memory, if the caller holds a transaction together with what else that writes. */
  save(key: string, until?: number): void {
    const entry = this.entries.get(key);
    if (entry === undefined) this.store.remove(key);
    else this.store.save({ entry, until });
    if (until === undefined) this.timedKeys.delete(key);
    else this.timedKeys.add(key);
  }

  /** Runs `work`, which may change all keys, as one transaction. If it throws, they are again as they are stored. */
  transaction<Value>(work: () => Value): Value {
    try {
      return this.store.transaction(work);
    } catch (error) {
      this.loaded = undefined;
      throw error;
    }
  }

  /** Runs `work`, which changes one key, as one transaction. If it throws, that is again what it was in memory. */
  change<Value>(key: string, work: () => Value): Value {
    const before = this.entries.get(key);
    const isTimed = this.timedKeys.has(key);
    try {
      return this.store.transaction(work);
    } catch (error) {
      this.restore(key, before, isTimed);
      throw error;
    }
  }

  private restore(key: string, before: StateEntry | undefined, isTimed: boolean): void {
    if (before === undefined) this.entries.delete(key);
    else this.entries.set(key, before);
    this.measure(key, before);
    if (isTimed) this.timedKeys.add(key);
    else this.timedKeys.delete(key);
  }

  /** Deletes all keys, also what is stored of them. */
  clear(): void {
    if (this.entries.size === 0) return;
    this.store.clear();
    this.timedKeys.clear();
    for (const key of this.entries.keys()) this.measure(key, undefined);
    this.entries.clear();
  }

  /** A version that no ephemeral key had: a time in ms that only grows, as what was in memory is lost in a crash. */
  nextVersion(now: number): number {
    this.newestEphemeral = Math.max(
      now,
      this.newestEphemeral + 1,
      ...this.ephemeral().map((entry) => entry.version + 1),
    );
    return this.newestEphemeral;
  }

  /** The keys behind `after`, at most `maxBytes` of them, but at least one. */
  page(after: string, maxBytes: number): StatePage {
    const rest = this.all()
      .filter(({ key }) => key > after)
      .toSorted((one, other) => (one.key < other.key ? -1 : 1));
    let bytes = 0;
    const entries: StateEntry[] = [];
    for (const entry of rest) {
      const size = this.sizes.get(entry.key) ?? 0;
      bytes += size;
      if (entries.length > 0 && bytes > maxBytes) return { entries, more: true };
      this.work += size / BYTES_PER_WORK;
      entries.push(entry);
    }
    return { entries, more: false };
  }

  private get entries(): Map<string, StateEntry> {
    this.loaded ??= this.load();
    return this.loaded;
  }

  private load(): Map<string, StateEntry> {
    const stored = this.store.load();
    this.timedKeys.clear();
    for (const { entry, until } of stored) {
      if (until === undefined) continue;
      this.absences.set(entry.from.id, until);
      this.timedKeys.add(entry.key);
    }
    for (const key of this.sizes.keys()) this.measure(key, undefined);
    for (const { entry } of stored) this.measure(entry.key, entry);
    return new Map(stored.map(({ entry }) => [entry.key, entry]));
  }

  private measure(key: string, entry: StateEntry | undefined): void {
    const size = entry === undefined ? 0 : utf8Bytes(JSON.stringify(entry));
    const change = size - (this.sizes.get(key) ?? 0);
    if (isEphemeralKey(key)) this.ephemeralBytes += change;
    else this.keptBytes += change;
    if (entry === undefined) this.sizes.delete(key);
    else this.sizes.set(key, size);
  }
}
