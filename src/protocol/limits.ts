/** Every limit of a room, with its unit in its name (SPEC, "Limits"). A deployment overrides them with the `LIMITS` variable. */

import { DEFAULT_CLIENT_LIMITS, type ClientLimits, type Rate } from "./client-limits.ts";

export type { ClientLimits, Rate };

export interface Limits {
  /** one frame from a client, in UTF-8 bytes; past it the connection is closed (1009) */
  readonly frameBytes: number;
  /** how deep arrays and objects may nest in a frame */
  readonly frameDepth: number;
  /** a message's text, in user-perceived characters */
  readonly textGraphemes: number;
  /** a message's text, in UTF-8 bytes */
  readonly textBytes: number;
  /** a member's name, in user-perceived characters */
  readonly nameGraphemes: number;
  /** a signal's data, in UTF-8 bytes of its JSON */
  readonly signalBytes: number;
  /** different emoji on one message */
  readonly reactionsPerMessage: number;
  /** events or messages in one page of history */
  readonly historyPage: number;
  /** messages a newcomer is shown at once */
  readonly joinPage: number;
  /** events that a recovery may span */
  readonly recoveryEvents: number;
  /** events that a welcome pushes at once, in UTF-8 bytes of their JSON */
  readonly recoveryBytes: number;
  /** what is searched for, in UTF-8 bytes */
  readonly searchQueryBytes: number;
  /** words and phrases that one search may ask for; at most {@link MAX_SEARCH_TERMS} */
  readonly searchTerms: number;
  /** rows of the log that one search looks through: 2 to 6 ms of the object, of rows of 90 bytes of text */
  readonly searchRows: number;
  /** what they say that one search looks through, in UTF-8 bytes */
  readonly searchBytes: number;
  /** messages that one search finds */
  readonly searchPage: number;
  /** searches of one member, or of one address where nobody is named */
  readonly searchRate: Rate;
  /** searches of the whole room */
  readonly roomSearchRate: Rate;
  /** how many of the newest rows are searched for a repeated command */
  readonly repeatRows: number;
  /** publishes a client may have unacknowledged */
  readonly inFlight: number;
  /** durable commands of one member */
  readonly memberRate: Rate;
  /** durable commands from one address (IPv6: from one /64) */
  readonly addressRate: Rate;
  /** durable commands of the whole room */
  readonly roomRate: Rate;
  /** signals and typing of the whole room */
  readonly signalRate: Rate;
  /** frames of one connection, whatever they hold */
  readonly frameRate: Rate;
  /** commands of one connection dropped in silence before it is closed */
  readonly droppedFrames: number;
  /** connections of one room */
  readonly connections: number;
  /** members that `welcome` lists */
  readonly memberList: number;
  /** above so many members it lists a sample */
  readonly crowdMembers: number;
  /** members in that sample */
  readonly memberSample: number;
  /** above so many members nobody is told who is typing */
  readonly typingMembers: number;
  /** above so many connections comings and goings are gathered, counted and sampled */
  readonly presenceMembers: number;
  /** bytes sent to a connection since it last answered, after which it is asked for its position */
  readonly flowBytes: number;
  /** bytes sent to a connection since it last answered, at which it is closed as slow */
  readonly slowBytes: number;
  /** bytes sent to a connection in plain text, which cannot say how far it has read, at which it is closed */
  readonly muteBytes: number;
  /** the room keeps messages this long */
  readonly retentionMs: number;
  /** the room keeps so many rows of its log */
  readonly retentionRows: number;
  /** the room keeps its database under this size */
  readonly retentionBytes: number;
}

/** A statement of a Durable Object binds 100 values, and an Arabic term takes eight of them. */
export const MAX_SEARCH_TERMS = 12;

const KIB = 1024;
const DAY_MS = 86_400_000;

export const DEFAULT_LIMITS: Limits = {
  frameBytes: DEFAULT_CLIENT_LIMITS.frameBytes,
  frameDepth: 32,
  textGraphemes: DEFAULT_CLIENT_LIMITS.textGraphemes,
  textBytes: DEFAULT_CLIENT_LIMITS.textBytes,
  nameGraphemes: DEFAULT_CLIENT_LIMITS.nameGraphemes,
  signalBytes: DEFAULT_CLIENT_LIMITS.signalBytes,
  reactionsPerMessage: 20,
  historyPage: DEFAULT_CLIENT_LIMITS.historyPage,
  joinPage: 50,
  recoveryEvents: 5_000,
  recoveryBytes: 256 * KIB,
  searchQueryBytes: KIB,
  searchTerms: MAX_SEARCH_TERMS,
  searchRows: 5_000,
  searchBytes: 1_024 * KIB,
  searchPage: 20,
  searchRate: { perSecond: 5, burst: 20 },
  roomSearchRate: { perSecond: 20, burst: 60 },
  repeatRows: 5_000,
  inFlight: DEFAULT_CLIENT_LIMITS.inFlight,
  memberRate: DEFAULT_CLIENT_LIMITS.publishRate,
  addressRate: { perSecond: 50, burst: 200 },
  roomRate: { perSecond: 500, burst: 1_000 },
  signalRate: { perSecond: 500, burst: 1_000 },
  frameRate: { perSecond: 50, burst: 100 },
  droppedFrames: 500,
  connections: 32_000,
  memberList: 50,
  crowdMembers: 100,
  memberSample: 20,
  typingMembers: 50,
  presenceMembers: 20,
  flowBytes: 128 * KIB,
  slowBytes: 1_024 * KIB,
  muteBytes: 16 * 1_024 * KIB,
  retentionMs: 30 * DAY_MS,
  retentionRows: 100_000,
  retentionBytes: 256 * KIB * KIB,
};

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
