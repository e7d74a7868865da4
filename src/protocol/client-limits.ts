/**
 * The limits that a client applies until `welcome` sends the room's. Apart from limits.ts, because a client's bundle
 * has no schemas; limits.ts does not compile if one is missing here.
 */
export const DEFAULT_CLIENT_LIMITS = {
  frameBytes: 65_536,
  textGraphemes: 4_000,
  textBytes: 16_384,
  nameGraphemes: 40,
  signalBytes: 4_096,
  historyPage: 200,
  inFlight: 10,
  readMembers: 10,
  publishRate: { perSecond: 10, burst: 20 },
};
