/** Every limit of a room, with its unit in its name (SPEC, "Limits"). A deployment overrides them with the `LIMITS` variable. */
import * as v from "@badrap/valita";

const positive = v
  .number()
  .assert((value) => Number.isSafeInteger(value) && value > 0, "a positive whole number");

/** Tokens refill at `perSecond` up to `burst`. */
const rateSchema = v.object({ perSecond: positive, burst: positive });
export type Rate = v.Infer<typeof rateSchema>;

const limitsSchema = v.object({
  /** one frame from a client, in UTF-8 bytes; past it the connection is closed (1009) */
  frameBytes: positive,
  /** how deep arrays and objects may nest in a frame */
  frameDepth: positive,
  /** a message's text, in user-perceived characters */
  textGraphemes: positive,
  /** a message's text, in UTF-8 bytes */
  textBytes: positive,
  /** a member's name, in user-perceived characters */
  nameGraphemes: positive,
  /** a signal's data, in UTF-8 bytes of its JSON */
  signalBytes: positive,
  /** different emoji on one message */
  reactionsPerMessage: positive,
  /** events or messages in one page of history */
  historyPage: positive,
  /** messages a newcomer is shown at once */
  joinPage: positive,
  /** events that a recovery may span */
  recoveryEvents: positive,
  /** events that a welcome pushes at once, in UTF-8 bytes of their JSON */
  recoveryBytes: positive,
  /** how many of the newest rows are searched for a repeated command */
  repeatRows: positive,
  /** publishes a client may have unacknowledged */
  inFlight: positive,
  /** durable commands of one member */
  memberRate: rateSchema,
  /** durable commands from one address (IPv6: from one /64) */
  addressRate: rateSchema,
  /** durable commands of the whole room */
  roomRate: rateSchema,
  /** frames of one connection, whatever they hold */
  frameRate: rateSchema,
  /** commands of one connection dropped in silence before it is closed */
  droppedFrames: positive,
  /** connections of one room */
  connections: positive,
  /** members that `welcome` lists */
  memberList: positive,
  /** above so many members nobody is told who is typing */
  typingMembers: positive,
  /** bytes sent to a connection since it last spoke, after which it is asked for its position */
  flowBytes: positive,
  /** bytes sent to a connection since it last spoke, at which it is closed as slow */
  slowBytes: positive,
  /** the room keeps messages this long */
  retentionMs: positive,
  /** the room keeps so many rows of its log */
  retentionRows: positive,
  /** the room keeps its database under this size */
  retentionBytes: positive,
});

export type Limits = Readonly<v.Infer<typeof limitsSchema>>;

const KIB = 1024;
const DAY_MS = 86_400_000;

export const DEFAULT_LIMITS: Limits = {
  frameBytes: 64 * KIB,
  frameDepth: 32,
  textGraphemes: 4_000,
  textBytes: 16 * KIB,
  nameGraphemes: 40,
  signalBytes: 4 * KIB,
  reactionsPerMessage: 20,
  historyPage: 200,
  joinPage: 50,
  recoveryEvents: 5_000,
  recoveryBytes: 256 * KIB,
  repeatRows: 5_000,
  inFlight: 10,
  memberRate: { perSecond: 10, burst: 20 },
  addressRate: { perSecond: 50, burst: 200 },
  roomRate: { perSecond: 500, burst: 1_000 },
  frameRate: { perSecond: 50, burst: 100 },
  droppedFrames: 500,
  connections: 32_000,
  memberList: 50,
  typingMembers: 50,
  flowBytes: 128 * KIB,
  slowBytes: 1_024 * KIB,
  retentionMs: 30 * DAY_MS,
  retentionRows: 100_000,
  retentionBytes: 256 * KIB * KIB,
};

/**
 * The defaults with a deployment's overrides, given as one JSON object (the `LIMITS` variable).
 * @throws Error if `overrides` is not JSON, names an unknown limit or gives one a wrong value: a deployment must not start on a misread limit.
 */
export function parseLimits(overrides: string | undefined): Limits {
  if (overrides === undefined || overrides === "") return DEFAULT_LIMITS;
  const given = limitsSchema.partial().parse(JSON.parse(overrides), { mode: "strict" });
  return limitsSchema.parse({ ...DEFAULT_LIMITS, ...given });
}

/** What a client paces itself by: the part of the limits that `welcome` tells. */
export const clientLimitsSchema = v.object({
  frameBytes: positive,
  textGraphemes: positive,
  textBytes: positive,
  nameGraphemes: positive,
  signalBytes: positive,
  historyPage: positive,
  inFlight: positive,
  publishRate: rateSchema,
});
export type ClientLimits = v.Infer<typeof clientLimitsSchema>;

export function clientLimits(limits: Limits): ClientLimits {
  return {
    frameBytes: limits.frameBytes,
    textGraphemes: limits.textGraphemes,
    textBytes: limits.textBytes,
    nameGraphemes: limits.nameGraphemes,
    signalBytes: limits.signalBytes,
    historyPage: limits.historyPage,
    inFlight: limits.inFlight,
    publishRate: limits.memberRate,
  };
}
