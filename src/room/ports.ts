/** The room's ports: clock, randomness and storage are injected, so that tests control all three. */
import type { RoomStore } from "./store.ts";
import type { Limits } from "../protocol/limits.ts";
import type { RoomName } from "../text/room-names.ts";

export interface Clock {
  /** ms since 1970. May repeat or step back, so nothing is ordered by it. */
  now(): number;
}

export interface RandomSource {
  /** `count` unpredictable bytes */
  bytes(count: number): Uint8Array;
}

export interface RoomPorts {
  readonly name: RoomName;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly store: RoomStore;
}
