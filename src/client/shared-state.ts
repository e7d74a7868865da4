/** The shared state of a room, as the room last sent it (SPEC STATE-1 to STATE-5). */
import type { DurableEventOf } from "../protocol/events/durable.ts";
import type { KeyState } from "../protocol/events/error.ts";
import type { DeltaEvent, StateEntry } from "../protocol/events/state.ts";
import type { Welcome } from "../protocol/events/welcome.ts";
import { isEphemeralKey, LAST_KEPT_KEY } from "../protocol/state-keys.ts";
import type { SharedStateChange, SetOptions } from "./api.ts";
import type { BaseRoomClient } from "./base-room-client.ts";
import type { RequestWithoutId } from "./client-session.ts";
import { Emitter } from "./emitter.ts";
import type { RequestReply } from "./pending-requests.ts";
import { RoomError } from "./room-error.ts";
import type { Cancel, Platform } from "./platform.ts";

/**
 * How often `update` starts again where others are faster. Of all who do so at once one succeeds: from the third attempt on
 * each waits for a random time, which doubles, so that twenty of them get their turn.
 */
const MAX_ATTEMPTS = 16;
const ATTEMPTS_AT_ONCE = 2;
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 1_000;

export class SharedState {
  readonly #request: (command: RequestWithoutId) => Promise<RequestReply>;
  readonly #platform: Pick<Platform, "setTimer" | "random">;
  readonly #changes = new Emitter<{ readonly change: SharedStateChange }>();
  readonly #entries = new Map<string, StateEntry>();
  #snapshot: readonly StateEntry[] | undefined;
  #isComplete = false;
  /** replaced at each welcome: what an earlier one requested is ignored */
  #welcome = {};

  /** @internal */
  constructor(
    room: Pick<BaseRoomClient, "on">,
    request: (command: RequestWithoutId) => Promise<RequestReply>,
    platform: Pick<Platform, "setTimer" | "random">,
  ) {
    this.#request = request;
    this.#platform = platform;
    room.on("welcome", (welcome) => this.#welcomed(welcome));
    room.on("state", ({ to }) => {
      if (to.name === "online" && !this.#isComplete) void this.#requestAll(this.#welcome);
    });
    room.on("delta", (delta) => this.#changed(delta));
    room.on("event", (event) => {
      if (event.type === "clear") this.#replace([], () => false);
      else if (event.type === "state") this.#apply([entryOf(event)]);
    });
  }

  /** True once all keys are known: with the welcome, or soon after it if they are many. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** The value of a key; undefined if it is not set. */
  get(key: string): unknown {
    return this.#entries.get(key)?.value;
  }

  /** A key with its version, and who set it; undefined if it is not set. */
  entry(key: string): StateEntry | undefined {
    return this.#entries.get(key);
  }

  /** All keys that are set: another array after each change, and only then. */
  entries(): readonly StateEntry[] {
    return (this.#snapshot ??= [...this.#entries.values()]);
  }

  /**
   * Sets a key to any JSON but `null`; one that begins with `~` is gone with you. Resolves with its version once the room
   * has stored it. Rejects with a `RoomError`: `version_mismatch` if the key has another version than `ifVersion`, with
   * what it holds as `current`; 0 is a key that is not set. A key that is set more often is stored once a second, and the
   * last value counts. Rejects with a TypeError if `value` is no such JSON: `null`, `undefined` and `NaN` would delete the key.
   */
  async set(key: string, value: unknown, { ifVersion }: SetOptions = {}): Promise<number> {
    if ((JSON.stringify(value) ?? "null") === "null")
      throw new TypeError("No key holds null: `delete` removes it.");
    return versionIn(await this.#request({ type: "state", key, value, ifVersion }));
  }

  /** Deletes a key. Rejects with `not_found` if it is not set, else as `set` does. */
  async delete(key: string, { ifVersion }: SetOptions = {}): Promise<void> {
    await this.#request({ type: "state", key, ifVersion });
  }

  /**
   * Changes a key by what it holds: `change` gets its value, undefined if it is not set, and returns the next one; undefined
   * changes nothing. It is called again where another member was faster. Resolves with the value.
   */
  async update<Value>(key: string, change: (value: unknown) => Value): Promise<Value> {
    let { version = 0, value } = this.#entries.get(key) ?? {};
    for (let attempt = 1; ; attempt++) {
      const next = change(value);
      if (next === undefined) return next;
      try {
        await this.set(key, next, { ifVersion: version });
        return next;
      } catch (error) {
        const current = error instanceof RoomError ? error.current : undefined;
        if (current === undefined || attempt === MAX_ATTEMPTS) throw error;
        if (attempt >= ATTEMPTS_AT_ONCE) await this.#pause(attempt - ATTEMPTS_AT_ONCE);
        ({ version, value } = this.#newest(key, current));
      }
    }
  }

  #pause(number: number): Promise<void> {
    const { setTimer, random } = this.#platform;
    const ms = random() * Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** number);
    return new Promise((resolve) => void setTimer(resolve, ms));
  }

  /** What the key holds: as the room has answered, unless a later change has come since. Its deletion may be yet to come. */
  #newest(key: string, current: KeyState): KeyState {
    const entry = this.#entries.get(key);
    const isLater = entry !== undefined && current.version > 0 && entry.version > current.version;
    return isLater ? entry : current;
  }

  /** Calls `listener` after each change; returns the function that unsubscribes it. */
  onChange(listener: (change: SharedStateChange) => void): Cancel {
    return this.#changes.on("change", listener);
  }

  /** A client that has recovered has the kept keys, which the missed events change. */
  #welcomed({ recovered, state = { entries: [] } }: Welcome): void {
    this.#welcome = {};
    const wasComplete = this.#isComplete;
    this.#isComplete = state.more !== true && (wasComplete || !recovered);
    this.#replace(state.entries, (key) => recovered && !isEphemeralKey(key));
  }

  async #requestAll(welcome: object): Promise<void> {
    if (await this.#requestPages("", welcome)) this.#isComplete = true;
  }

  /** Requests the keys behind `after`, page by page. True once all have come; false if the next welcome begins again. */
  async #requestPages(after: string, welcome: object, found = new Set<string>()): Promise<boolean> {
    const page = await this.#request({ type: "map", after }).catch(errorOf);
    if (welcome !== this.#welcome) return false;
    // Where many join at once the room has read too much for all of them.
    if (page instanceof RoomError && page.code === "timeout")
      return this.#requestPages(after, welcome, found);
    if (page instanceof RoomError || page.type !== "map") return false;
    this.#apply(page.entries);
    for (const { key } of page.entries) found.add(key);
    return page.more ? this.#requestPages(page.entries.at(-1)?.key ?? after, welcome, found) : true;
  }

  /** Requests the ephemeral keys, which are too many for the welcome of a later stream or poll. */
  async #requestEphemeral(welcome: object): Promise<void> {
    const held = this.entries().filter(({ key }) => isEphemeralKey(key));
    const found = new Set<string>();
    if (!(await this.#requestPages(LAST_KEPT_KEY, welcome, found))) return;
    const gone = held.filter((entry) => !found.has(entry.key) && this.#entries.get(entry.key) === entry);
    this.#apply(gone.map(withoutValue));
  }

  #changed({ entries, whole, more }: DeltaEvent): void {
    if (more === true) void this.#requestEphemeral(this.#welcome);
    else if (whole === true) this.#replace(entries, (key) => !isEphemeralKey(key));
    else this.#apply(entries);
  }

  #replace(entries: readonly StateEntry[], isKept: (key: string) => boolean): void {
    const named = new Set(entries.map(({ key }) => key));
    const gone = this.entries().filter(({ key }) => !isKept(key) && !named.has(key));
    this.#apply([...gone.map(withoutValue), ...entries], true);
  }

  /** An event that was held until an earlier one came may be older than a page. */
  #apply(changes: readonly StateEntry[], isReset = false): void {
    const applied = changes.filter((change) => {
      const { key, version, value } = change;
      if (!isReset && version < (this.#entries.get(key)?.version ?? 0)) return false;
      if (value === undefined) return this.#entries.delete(key);
      this.#entries.set(key, change);
      return true;
    });
    if (applied.length === 0 && !isReset) return;
    this.#snapshot = undefined;
    this.#changes.emit("change", { entries: applied, isReset });
  }
}

function withoutValue({ value: _value, ...entry }: StateEntry): StateEntry {
  return entry;
}

function errorOf(error: unknown): RoomError {
  if (error instanceof RoomError) return error;
  throw error;
}

function entryOf({ key, value, seq, from }: DurableEventOf<"state">): StateEntry {
  return { key, ...(value === undefined ? {} : { value }), version: seq, from };
}

function versionIn(reply: RequestReply): number {
  if (reply.type === "delta") return reply.entries[0]?.version ?? 0;
  return "seq" in reply ? reply.seq : 0;
}

/** The shared state, as applications see it. */
export type SharedStateApi = Omit<SharedState, never>;
