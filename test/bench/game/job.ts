/** One run of the game, which a process of its own plays: the job is its argument, the result its output, both JSON. */
export const GAME_SUBJECTS = ["bare", "colyseus", "majlis"] as const;
export type GameSubject = (typeof GAME_SUBJECTS)[number];

export interface GameJob {
  readonly subject: GameSubject;
  readonly serverPid: number;
  readonly port: number;
  /** of the room's WebSocket */
  readonly path: string;
  readonly players: number;
  readonly inputsPerSecond: number;
  readonly warmMs: number;
  readonly measuredMs: number;
}

export interface GameResult {
  /**
   * from the time at which an input was due, or was sent if that was earlier, to its receipt, or that of a newer one of its
   * player, by the last other player
   */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** inputs that at least one other player received neither themselves nor in a newer one */
  readonly lost: number;
  /** to one player a second, on the wire above TCP: with the headers of frames */
  readonly bytesPerSecond: number;
  /** of the server, for one player and second */
  readonly cpuMsPerSecond: number;
  /** how long the server was runnable without a core, as a share of the time; and the players */
  readonly waitShare: number;
  readonly playersWaitShare: number;
}
