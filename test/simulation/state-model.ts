/** Clients of a room with shared state, by the specification alone, and the audit of what came of them (SPEC STATE-1 to STATE-5). */
import type { Command } from "../../src/protocol/commands.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { DurableEvent, DurableEventOf } from "../../src/protocol/events/durable.ts";
import type { StateEntry } from "../../src/protocol/events/state.ts";
import type { TestGuest, TestRoom } from "../support/test-room.ts";

type StateCommand = Extract<Command, { readonly type: "state" }>;

export interface AcknowledgedSet {
  readonly command: StateCommand;
  readonly member: string;
  readonly seq: number;
}

function isEphemeral(key: string): boolean {
  return key.startsWith("~");
}

/** A client that keeps a copy of the state, which it gets by what it is sent alone. */
export class StateClient {
  readonly acknowledged: AcknowledgedSet[] = [];
  readonly map = new Map<string, StateEntry>();
  member = "";
  private guest: TestGuest | undefined;
  private token: string | undefined;
  private position: string | undefined;
  private read = 0;
  private sent = 0;
  private readonly waiting = new Map<string, StateCommand>();

  constructor(
    private readonly name: string,
    private readonly room: TestRoom,
  ) {}

  get isHere(): boolean {
    return this.guest !== undefined;
  }

  connect(isStream: boolean): void {
    if (this.guest !== undefined) return;
    const { token, position } = this;
    const more = isStream ? { stream: this.name } : {};
    this.guest = this.room.join(this.name, { token, position, ...more });
    this.member = this.guest.session.member;
    this.read = 0;
    this.catchUp();
  }

  /** What it has not read is lost to it, and what was not answered is unknown. */
  disconnect(): void {
    const { guest } = this;
    this.lose();
    if (guest !== undefined) this.room.leave(guest);
  }

  /** The room has crashed. */
  lose(): void {
    this.guest = undefined;
    this.waiting.clear();
  }

  /** @param isCompared with the version that it knows */
  set(key: string, value: unknown, isCompared: boolean): void {
    if (this.guest === undefined) return;
    const ifVersion = isCompared ? { ifVersion: this.map.get(key)?.version ?? 0 } : {};
    const id = `${this.name}-${++this.sent}`;
    const command: StateCommand = { type: "state", id, key, value, ...ifVersion };
    this.waiting.set(id, command);
    this.guest.send(command);
  }

  /** Handles what came since, in order. */
  catchUp(): void {
    const { guest } = this;
    if (guest === undefined) return;
    for (const event of guest.received.slice(this.read)) this.handle(event);
    this.read = guest.received.length;
  }

  private handle(event: RoomEvent): void {
    switch (event.type) {
      case "welcome":
        this.token = event.self.token;
        if (!event.recovered) this.position = event.position;
        for (const key of this.map.keys()) if (!event.recovered || isEphemeral(key)) this.map.delete(key);
        return this.apply(event.state?.entries ?? []);
      case "delta":
        if (event.id !== undefined) this.waiting.delete(event.id);
        return this.apply(event.entries);
      case "stored":
        return this.answered(event.id, event.seq);
      case "error":
        return void this.waiting.delete(event.id ?? "");
      case "state":
        return this.stored(event);
      default:
        if ("seq" in event) this.move(event.seq);
    }
  }

  private stored(event: DurableEventOf<"state">): void {
    const { key, value, seq, from, id } = event;
    this.move(seq);
    this.apply([{ key, value, version: seq, from }]);
    if (from.id === this.member) this.answered(id, seq);
  }

  private answered(id: string, seq: number): void {
    const command = this.waiting.get(id);
    this.waiting.delete(id);
    if (command !== undefined) this.acknowledged.push({ command, member: this.member, seq });
  }

  private move(seq: number): void {
    this.position = this.position?.replace(/\d+$/, String(seq));
  }

  private apply(entries: readonly StateEntry[]): void {
    for (const entry of entries)
      if (entry.value === undefined) this.map.delete(entry.key);
      else this.map.set(entry.key, entry);
  }
}

/** What a correct room holds of kept keys: the last event of each. */
function foldOf(events: readonly DurableEvent[]): Map<string, DurableEventOf<"state">> {
  const last = new Map<string, DurableEventOf<"state">>();
  for (const event of events) if (event.type === "state") last.set(event.key, event);
  for (const [key, { value }] of last) if (value === undefined) last.delete(key);
  return last;
}

/** Acknowledged sets that are not in the log, or were made of another version than they asked for. */
export function auditSets(events: readonly DurableEvent[], sets: readonly AcknowledgedSet[]): string[] {
  const changes = events.filter((event) => event.type === "state");
  return sets.flatMap(({ command, member, seq }) => {
    const event = changes.find((each) => each.seq === seq);
    if (event === undefined || event.key !== command.key) return [`${command.id} is lost`];
    const { ifVersion } = command;
    // What waited may have given way to a later set of the key.
    if (ifVersion === undefined) return [];
    if (event.id !== command.id || event.from.id !== member) return [`${command.id} is lost`];
    const before = changes.findLast((each) => each.key === event.key && each.seq < seq);
    const version = before?.value === undefined ? 0 : before.seq;
    return version === ifVersion ? [] : [`${command.id} was made of ${version}, not ${ifVersion}`];
  });
}

/** Values that were stored behind one that was sent later. They are numbered as they are sent. */
export function auditOrder(events: readonly DurableEvent[]): string[] {
  const newest = new Map<string, number>();
  return events.flatMap((event) => {
    if (event.type !== "state" || event.value === undefined) return [];
    const before = newest.get(event.key) ?? 0;
    newest.set(event.key, Number(event.value));
    return Number(event.value) < before ? [`${event.value} of ${event.key} is behind ${before}`] : [];
  });
}

/** Differences between a state and what the log says of its kept keys. */
export function auditKept(
  events: readonly DurableEvent[],
  state: readonly StateEntry[],
  whose: string,
): string[] {
  const expected = foldOf(events);
  const kept = state.filter(({ key }) => !isEphemeral(key));
  const wrong = kept.filter(({ key, version }) => expected.get(key)?.seq !== version);
  const missing = [...expected.keys()].filter((key) => !kept.some((entry) => entry.key === key));
  return [
    ...wrong.map(({ key }) => `${whose} has a wrong ${key}`),
    ...missing.map((key) => `${whose} has no ${key}`),
  ];
}

/** Follows the ephemeral keys: each goes with its member, in time, and does not come back. */
export class EphemeralAudit {
  readonly violations: string[] = [];
  private readonly absentSince = new Map<string, number>();
  private readonly gone = new Set<string>();

  constructor(
    private readonly room: TestRoom,
    private readonly clients: readonly StateClient[],
  ) {}

  /** The room has lost its memory: who was away is given time to come back again. */
  crashed(): void {
    for (const { member } of this.clients) this.absentSince.set(member, this.room.now);
  }

  set(key: string): void {
    this.gone.delete(key);
  }

  /** Call it after each step. */
  check(): void {
    const { now, limits } = this.room;
    for (const { member, isHere } of this.clients) {
      if (isHere) this.absentSince.delete(member);
      else if (!this.absentSince.has(member)) this.absentSince.set(member, now);
    }
    const entries = this.room.read.state().entries.filter(({ key }) => isEphemeral(key));
    for (const { key, from } of entries) {
      const since = this.absentSince.get(from.id);
      if (since !== undefined && now >= since + limits.stateGraceMs)
        this.report(`${key} outlives its member`);
      if (this.gone.has(key)) this.report(`${key} has come back`);
    }
    for (const key of ["~a", "~b"]) if (!entries.some((entry) => entry.key === key)) this.gone.add(key);
  }

  /** The keys of members who are here and set them a while ago, before a crash or hibernation; those that are not there after it. */
  lost(before: readonly StateEntry[]): void {
    const now = new Set(this.room.read.state().entries.map(({ key }) => key));
    for (const { key } of before) if (!now.has(key)) this.report(`${key} is lost`);
  }

  private report(violation: string): void {
    this.violations.push(violation);
  }
}
