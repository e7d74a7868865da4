/** What all of a room's rules share: its ports, its memory, and its state once it is created. */
import { EMPTY_POSITION, type Position } from "../protocol/position.ts";
import type { RoomState } from "./context.ts";
import { tokenSigner } from "./identity/guest-token.ts";
import { newEpoch, newRoomKey } from "./identity/ids.ts";
import { announceCreation } from "./observe.ts";
import type { Effect } from "./outcome.ts";
import type { RoomPorts } from "./ports.ts";
import { Throttle } from "./rates/throttle.ts";
import { RecentCommands } from "./recent-commands.ts";
import { MemberRoster } from "./roster.ts";
import type { StoredRoom } from "./store.ts";
import type { RoomSnapshot } from "./welcome.ts";

export class RoomCore {
  readonly roster = new MemberRoster();
  readonly throttle: Throttle;
  private created: RoomState | undefined;

  /** @throws NewerSchemaError if the stored room is newer than this code */
  constructor(readonly ports: RoomPorts) {
    this.throttle = new Throttle(ports.limits);
    const stored = ports.store.open();
    if (stored !== undefined) this.created = this.initialize(stored);
  }

  /** undefined until a first join or publish creates the room (SPEC ROOM-2). */
  get state(): RoomState | undefined {
    return this.created;
  }

  /** The room, created if it was not, with the effects of its creation. */
  create(now: number): { readonly state: RoomState; readonly effects: readonly Effect[] } {
    if (this.created !== undefined) return { state: this.created, effects: [] };
    const { name, random, store } = this.ports;
    const stored = store.create({ name, epoch: newEpoch(random), key: newRoomKey(random), at: now });
    this.created = this.initialize(stored);
    return { state: this.created, effects: announceCreation(this.snapshot(), this.created) };
  }

  snapshot(): RoomSnapshot {
    const { name, limits } = this.ports;
    return { name, limits, roster: this.roster, position: this.position() };
  }

  position(): Position {
    const stored = this.created?.stored;
    return stored === undefined ? EMPTY_POSITION : { epoch: stored.epoch, seq: stored.log.newest };
  }

  private initialize(stored: StoredRoom): RoomState {
    const { name, limits } = this.ports;
    const signer = tokenSigner(stored.key, name);
    return {
      name,
      stored,
      signer,
      limits,
      roster: this.roster,
      recent: new RecentCommands(stored.log),
    };
  }
}
