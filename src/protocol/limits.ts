/**
 * Every limit of a room (SPEC, "Limits"): one schema, from which the types are inferred. A name says the unit; counts
 * have none. limit-overrides.ts reads what a deployment sets.
 *
 * Clients import only types from here, so that their bundle has no schemas; their defaults are in client-limits.ts.
 */
import * as v from "@badrap/valita";
import { DEFAULT_CLIENT_LIMITS } from "./client-limits.ts";

/** A statement in a Durable Object binds at most 100 values, and an Arabic term takes eight of them. */
const MAX_SEARCH_TERMS = 12;

export const POSITIVE = "a positive whole number";

const positive = v.number().assert((value) => Number.isSafeInteger(value) && value > 0, POSITIVE);

/** A token bucket: tokens refill at `perSecond` up to `burst`. */
const rateSchema = v.object({ perSecond: positive, burst: positive });

/** The limits that a room and its clients share under one name. */
const SHARED_LIMITS = {
  /** one frame from a client, in UTF-8 bytes; a larger one closes the connection (1009) */
  frameBytes: positive,
  /** a message's text, in user-perceived characters */
  textGraphemes: positive,
  /** a message's text, in UTF-8 bytes */
  textBytes: positive,
  /** a member's name, in user-perceived characters */
  nameGraphemes: positive,
  /** a signal's data, in UTF-8 bytes of its JSON */
  signalBytes: positive,
  /** events or messages in one page of history */
  historyPage: positive,
  /** durable commands that a client may have unacknowledged */
  inFlight: positive,
  /** members above which what they have read is not broadcast */
  readMembers: positive,
};

/** The limits that `welcome` sends, by which a client checks its input and paces itself. */
export const clientLimitsSchema = v.object({
  ...SHARED_LIMITS,
  /** durable commands of one member: the room's `memberRate` */
  publishRate: rateSchema,
});

const limitsSchema = v.object({
  ...SHARED_LIMITS,
  /** how deep arrays and objects may nest in a frame */
  frameDepth: positive,
  /** members that one message mentions by id */
  mentionsPerMessage: positive,
  /** different emoji on one message */
  reactionsPerMessage: positive,
  /** messages in the page that a new session gets at once */
  joinPage: positive,
  /** keys of the shared state */
  stateKeys: positive,
  /** the value of one, in UTF-8 bytes of its JSON */
  stateBytes: positive,
  /** UTF-8 bytes of the shared state in `welcome`; a larger one is requested in pages */
  stateJoinBytes: positive,
  /** the shortest time between two storings of a key that nothing is compared for */
  stateStoreMs: positive,
  /** for how long the ephemeral keys of a member without a session stay */
  stateGraceMs: positive,
  /** events that a recovery may span */
  recoveryEvents: positive,
  /** rows of the log and of reactions that one page or replay looks through */
  pageRows: positive,
  /** the same of all pages in the answer to one request; 128 bytes of them count as a row */
  answerRows: positive,
  /** events that a `welcome` pushes at once */
  pushedEvents: positive,
  /** the same in UTF-8 bytes of their JSON, and those of a page */
  recoveryBytes: positive,
  /** a search query, in UTF-8 bytes */
  searchQueryBytes: positive,
  /** words and phrases in one search query; at most {@link MAX_SEARCH_TERMS} */
  searchTerms: positive.assert((value) => value <= MAX_SEARCH_TERMS, `at most ${MAX_SEARCH_TERMS}`),
  /** rows of the log that one search scans */
  searchRows: positive,
  /** text that one search scans, in UTF-8 bytes */
  searchBytes: positive,
  /** characters of the texts with its longest term that one search compares, once for each spelling of each term */
  searchComparisons: positive,
  /** messages in one page of search results */
  searchPage: positive,
  /** searches of one member, or of one address without an identity */
  searchRate: rateSchema,
  /** searches from one address, of all its members together */
  addressSearchRate: rateSchema,
  /** searches of the whole room */
  roomSearchRate: rateSchema,
  /** how long a deletion can be undone */
  undoMs: positive,
  /** deleted messages that the room keeps in memory meanwhile */
  undoMessages: positive,
  /** what they may hold together, in UTF-8 bytes of its JSON */
  undoBytes: positive,
  /** reactions that one of them may have in memory: members who hold an emoji; those of one with more stay stored meanwhile */
  undoReactions: positive,
  /** reads of one member: pages, and what a join pushes; a large one counts as several */
  memberReadRate: rateSchema,
  /** reads from one address */
  addressReadRate: rateSchema,
  /** reads of the whole room */
  roomReadRate: rateSchema,
  /** newest rows in which a repeated command is looked for */
  repeatRows: positive,
  /** rated commands of one member */
  memberRate: rateSchema,
  /** rated commands from one address (IPv6: from one /64) */
  addressRate: rateSchema,
  /** what an IPv6 /48 may do, in addresses: so many times what each limit of an address says */
  networkAddresses: positive,
  /** joins of one member: sockets, streams and polls */
  memberJoinRate: rateSchema,
  /** joins from one address */
  addressJoinRate: rateSchema,
  /** new guests from one address */
  addressGuestRate: rateSchema,
  /** joins of the whole room */
  roomJoinRate: rateSchema,
  /** connections that one address may have open: sockets, streams and polls */
  addressConnections: positive,
  /** the same of one member: what changes of them is written with each */
  memberConnections: positive,
  /** rated commands of the whole room */
  roomRate: rateSchema,
  /** lossy commands of the whole room: signals, typing and what was read */
  signalRate: rateSchema,
  /** frames of one connection, whatever they hold */
  frameRate: rateSchema,
  /** frames from one address, whatever they hold; the connection of one too many is closed */
  addressFrameRate: rateSchema,
  /** connections of one address closed as floods; beyond it no further one may join */
  addressFloodRate: rateSchema,
  /** frames, or commands, of one connection dropped without an answer before it is closed */
  droppedFrames: positive,
  /** connections of one room */
  connections: positive,
  /** members that `welcome` lists */
  memberList: positive,
  /** members above which `welcome` lists a sample */
  crowdMembers: positive,
  /** members in that sample */
  memberSample: positive,
  /** members above which typing is not broadcast */
  typingMembers: positive,
  /** connections above which presence is batched, counted and sampled */
  presenceMembers: positive,
  /** bytes sent to a connection since its last answer, at which it is asked for its position; more in a crowd (FLOW-1) */
  flowBytes: positive,
  /**
   * bytes sent to a connection since its last answer, at which it is closed as slow; for a plain-text one, which cannot
   * answer, bytes that wait in the room
   */
  slowBytes: positive,
  /** bytes that wait in the room for all its readers, above which the slowest are closed (FLOW-5) */
  waitingBytes: positive,
  /** how long the room retains messages */
  retentionMs: positive,
  /** rows of the log that the room retains */
  retentionRows: positive,
  /** size of the database above which the room prunes its log */
  retentionBytes: positive,
});

export type Rate = Readonly<v.Infer<typeof rateSchema>>;
export type ClientLimits = Readonly<v.Infer<typeof clientLimitsSchema>>;
export type Limits = Readonly<v.Infer<typeof limitsSchema>>;

const KIB = 1024;
const DAY_MS = 86_400_000;

const { publishRate, ...sharedDefaults }: ClientLimits = DEFAULT_CLIENT_LIMITS;

export const DEFAULT_LIMITS: Limits = {
  ...sharedDefaults,
  frameDepth: 32,
  mentionsPerMessage: 20,
  reactionsPerMessage: 20,
  joinPage: 50,
  stateKeys: 256,
  stateBytes: 4 * KIB,
  stateJoinBytes: 16 * KIB,
  stateStoreMs: 1_000,
  stateGraceMs: 15_000,
  recoveryEvents: 5_000,
  pageRows: 1_500,
  answerRows: 1_000,
  pushedEvents: 500,
  recoveryBytes: 256 * KIB,
  searchQueryBytes: KIB,
  searchTerms: MAX_SEARCH_TERMS,
  searchRows: 2_500,
  searchBytes: 512 * KIB,
  searchComparisons: 2_000_000,
  searchPage: 20,
  searchRate: { perSecond: 5, burst: 20 },
  addressSearchRate: { perSecond: 10, burst: 40 },
  roomSearchRate: { perSecond: 20, burst: 60 },
  undoMs: 10_000,
  undoMessages: 1_000,
  undoBytes: 1_024 * KIB,
  undoReactions: 400,
  memberReadRate: { perSecond: 50, burst: 500 },
  addressReadRate: { perSecond: 100, burst: 1_000 },
  roomReadRate: { perSecond: 500, burst: 5_000 },
  repeatRows: 5_000,
  memberRate: publishRate,
  addressRate: { perSecond: 50, burst: 200 },
  networkAddresses: 4,
  memberJoinRate: { perSecond: 10, burst: 50 },
  addressJoinRate: { perSecond: 100, burst: 1_000 },
  addressGuestRate: { perSecond: 5, burst: 300 },
  roomJoinRate: { perSecond: 1_000, burst: 5_000 },
  addressConnections: 1_000,
  memberConnections: 100,
  roomRate: { perSecond: 500, burst: 1_000 },
  signalRate: { perSecond: 500, burst: 1_000 },
  frameRate: { perSecond: 50, burst: 100 },
  addressFrameRate: { perSecond: 1_000, burst: 5_000 },
  addressFloodRate: { perSecond: 1, burst: 10 },
  droppedFrames: 500,
  connections: 16_000,
  memberList: 50,
  crowdMembers: 100,
  memberSample: 20,
  typingMembers: 50,
  presenceMembers: 20,
  flowBytes: 128 * KIB,
  slowBytes: 1_024 * KIB,
  waitingBytes: 16 * 1_024 * KIB,
  retentionMs: 30 * DAY_MS,
  retentionRows: 100_000,
  retentionBytes: 256 * KIB * KIB,
};

/** Limits that contradict each other: the first may not exceed the second. */
export const AT_MOST = [
  ["textBytes", "frameBytes"],
  ["joinPage", "historyPage"],
  ["memberSample", "memberList"],
  ["flowBytes", "slowBytes"],
  ["slowBytes", "waitingBytes"],
] as const satisfies readonly (readonly [keyof Limits, keyof Limits])[];

/** What a deployment overrides. */
export const limitOverridesSchema = limitsSchema.partial();

/** The part of a room's limits that its `welcome` sends. */
export function clientLimits(limits: Limits): ClientLimits {
  return {
    frameBytes: limits.frameBytes,
    textGraphemes: limits.textGraphemes,
    textBytes: limits.textBytes,
    nameGraphemes: limits.nameGraphemes,
    signalBytes: limits.signalBytes,
    historyPage: limits.historyPage,
    inFlight: limits.inFlight,
    readMembers: limits.readMembers,
    publishRate: limits.memberRate,
  };
}
