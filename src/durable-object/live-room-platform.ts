/** What an awake room takes from its Durable Object. */
import type { DurableEvent } from "../protocol/events/durable.ts";
import type { LastPing } from "../transport/heartbeat.ts";
import type { TurnsPorts } from "../transport/turns.ts";
import type { Verified } from "./frame-receiver.ts";

export interface LiveRoomPlatform {
  /** calls `run` with what a token of a site says; at once for any other token */
  readonly verified: Verified;
  /** a frame of that connection has cost the room so much, as counted by frame-cost.ts */
  readonly spent: (socket: WebSocket, cost: number) => void;
  /** a heartbeat reached the room within the limits of its connection */
  readonly pinged: () => void;
  /** a frame that is no heartbeat did */
  readonly used: () => void;
  readonly lastPing: LastPing;
  /** calls `run` once, after `ms`: only ever while a window is open, or presence is batched */
  readonly setTimer: (run: () => void, ms: number) => void;
  /** see {@link TurnsPorts} */
  readonly repeat: TurnsPorts["repeat"];
  /** wakes the room at that time, in ms since 1970, or earlier, if it sleeps: the state timer is called then */
  readonly wakeBy: (at: number) => void;
  /** called after each durable event was sent, or queued to be */
  readonly onDurable: (event: DurableEvent) => void;
}
