/** Numbers for what signals with a key say again and again: who sends them, under which key (SPEC EPH-5). */
import { encodeEvent } from "../protocol/encode.ts";
import type { Lane } from "../protocol/events/lanes.ts";
import type { Connection } from "./connections.ts";

/** A client that joins is sent all of them, some 70 bytes each; beyond either the numbers begin again. */
export const MAX_LANES = 1_024;
/** of ids, names and keys: as much as so many lanes have where names are short */
export const MAX_LANE_CHARACTERS = 64 * 1_024;

/** An encoded announcement: what has been announced to one connection, most others need too. */
interface Announcement {
  readonly first: number;
  readonly end: number;
  readonly text: string;
}

interface Known {
  readonly table: object;
  readonly count: number;
}

export class SignalLanes {
  /** replaced when the numbers begin again */
  private table = {};
  private lanes: Lane[] = [];
  private characters = 0;
  private readonly numbers = new Map<string, number>();
  private readonly known = new WeakMap<Connection, Known>();
  private latest: Announcement | undefined;

  /** The number of a lane; a member with a new name has a new one. */
  numberOf({ from, key }: Lane): number {
    const name = `${from.id} ${key} ${from.name}`;
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const number = this.lanes.length;
    this.numbers.set(name, number);
    this.lanes.push({ from, key });
    this.characters += name.length;
    return number;
  }

  /** Call it before the numbers of a window are asked for: none of them may change until it is sent. */
  makeRoom(): void {
    if (this.lanes.length < MAX_LANES && this.characters < MAX_LANE_CHARACTERS) return;
    this.table = {};
    this.lanes = [];
    this.characters = 0;
    this.numbers.clear();
    this.latest = undefined;
  }

  /** The event with the lanes that a connection has not been sent, as JSON; undefined if it has them all. */
  announcementFor(connection: Connection): string | undefined {
    const known = this.known.get(connection);
    const first = known?.table === this.table ? known.count : 0;
    if (first === this.lanes.length) return undefined;
    this.known.set(connection, { table: this.table, count: this.lanes.length });
    return this.encodedFrom(first);
  }

  private encodedFrom(first: number): string {
    const end = this.lanes.length;
    if (this.latest?.first !== first || this.latest.end !== end) {
      const text = encodeEvent({ type: "lanes", first, lanes: this.lanes.slice(first) });
      this.latest = { first, end, text };
    }
    return this.latest.text;
  }
}
