/** What the fan-out takes from the room. */
import type { Limits } from "../protocol/limits.ts";
import type { Backlog } from "./backlog.ts";
import type { Connection, Connections } from "./connections.ts";
import type { TurnsPorts } from "./turns.ts";

export interface FanOutPorts {
  readonly limits: Limits;
  readonly connections: Connections;
  readonly backlog: Backlog;
  /** ms since 1970 */
  readonly now: () => number;
  /** calls `run` once, after `ms` */
  readonly setTimer: (run: () => void, ms: number) => void;
  /** see {@link TurnsPorts} */
  readonly repeat: TurnsPorts["repeat"];
  /** an id that cannot be guessed */
  readonly newId: () => string;
  /** the position behind the event with that seq */
  readonly positionAt: (seq: number) => string;
  /** called before a window ends: what it broadcasts is sent with the window's frame */
  readonly onWindowEnd: () => void;
  /** called for a connection that reads too slowly and must be closed */
  readonly onSlow: (connection: Connection) => void;
}
