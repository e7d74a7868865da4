/** The part of a room's limits that its clients are told, and what they go by until then. */

/** Tokens refill at `perSecond` up to `burst`. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** What a client paces itself by: the part of the limits that `welcome` tells. */
export interface ClientLimits {
  readonly frameBytes: number;
  readonly textGraphemes: number;
  readonly textBytes: number;
  readonly nameGraphemes: number;
  readonly signalBytes: number;
  readonly historyPage: number;
  readonly inFlight: number;
  readonly publishRate: Rate;
}

export const DEFAULT_CLIENT_LIMITS: ClientLimits = {
  frameBytes: 65_536,
  textGraphemes: 4_000,
  textBytes: 16_384,
  nameGraphemes: 40,
  signalBytes: 4_096,
  historyPage: 200,
  inFlight: 10,
  publishRate: { perSecond: 10, burst: 20 },
};
