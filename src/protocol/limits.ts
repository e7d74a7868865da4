/**
 * Every limit of a room (SPEC, "Limits"): one schema, from which the types are inferred. A name says the unit; counts
 * have none. A deployment overrides limits with the `LIMITS` variable.
 *
 * Clients import only types from here, so that their bundle has no schemas; their defaults are in client-limits.ts.
 */
import * as v from "@badrap/valita";
import { ConfigurationError } from "./configuration-error.ts";
import { DEFAULT_CLIENT_LIMITS } from "./client-limits.ts";

/** A statement in a Durable Object binds at most 100 values, and an Arabic term takes eight of them. */
export const MAX_SEARCH_TERMS = 12;

const POSITIVE = "a positive whole number";

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
  /** publishes that a client may have unacknowledged */
  inFlight: positive,
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
  /** events that a recovery may span */
  recoveryEvents: positive,
  /** events that a `welcome` pushes at once, in UTF-8 bytes of their JSON */
  recoveryBytes: positive,
  /** a search query, in UTF-8 bytes */
  searchQueryBytes: positive,
  /** words and phrases in one search query; at most {@link MAX_SEARCH_TERMS} */
  searchTerms: positive.assert((value) => value <= MAX_SEARCH_TERMS, `at most ${MAX_SEARCH_TERMS}`),
  /** rows of the log that one search scans: the defaults take the object 2 to 6 ms with texts of 90 bytes */
  searchRows: positive,
  /** text that one search scans, in UTF-8 bytes */
  searchBytes: positive,
  /** messages in one page of search results */
  searchPage: positive,
  /** searches of one member, or of one address without an identity */
  searchRate: rateSchema,
  /** searches of the whole room */
  roomSearchRate: rateSchema,
  /** newest rows in which a repeated command is looked for */
  repeatRows: positive,
  /** rated commands of one member */
  memberRate: rateSchema,
  /** rated commands from one address (IPv6: from one /64) */
  addressRate: rateSchema,
  /** rated commands of the whole room */
  roomRate: rateSchema,
  /** lossy commands of the whole room: signals and typing */
  signalRate: rateSchema,
  /** frames of one connection, whatever they hold */
  frameRate: rateSchema,
  /** commands of one connection dropped without an answer before it is closed */
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
  /** bytes sent to a connection since its last answer, at which it is asked for its position */
  flowBytes: positive,
  /** bytes sent to a connection since its last answer, at which it is closed as slow */
  slowBytes: positive,
  /** bytes sent to a plain-text connection, which cannot answer with a position, at which it is closed */
  muteBytes: positive,
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
  memberRate: publishRate,
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

/** Limits that contradict each other: the first may not exceed the second. */
const AT_MOST = [
  ["textBytes", "frameBytes"],
  ["joinPage", "historyPage"],
  ["memberSample", "memberList"],
  ["flowBytes", "slowBytes"],
] as const satisfies readonly (readonly [keyof Limits, keyof Limits])[];

const RATE_NAMES: ReadonlySet<string> = new Set(
  Object.entries(DEFAULT_LIMITS).flatMap(([name, value]) => (typeof value === "number" ? [] : [name])),
);

/**
 * The defaults with a deployment's overrides: the `LIMITS` variable, one JSON object, as text or as wrangler.toml's
 * `[vars.LIMITS]` gives it.
 * @throws ConfigurationError if it is not JSON, names an unknown limit, gives one a wrong value, or two contradict each
 *   other: a deployment must not start on a misread limit
 */
export function parseLimits(overrides: unknown): Limits {
  if (overrides === undefined || overrides === "") return DEFAULT_LIMITS;
  const given = limitsSchema.partial().try(parseJson(overrides), { mode: "strict" });
  if (!given.ok) throw new ConfigurationError(describeIssue(given.issues[0]));
  const limits = { ...DEFAULT_LIMITS, ...given.value } as Limits;
  for (const [smaller, larger] of AT_MOST) {
    if (limits[smaller] <= limits[larger]) continue;
    throw new ConfigurationError(
      `LIMITS: "${smaller}" (${limits[smaller]}) must not exceed "${larger}" (${limits[larger]}).`,
    );
  }
  return limits;
}

function parseJson(overrides: unknown): unknown {
  if (typeof overrides !== "string") return overrides;
  try {
    return JSON.parse(overrides);
  } catch {
    throw new ConfigurationError(NOT_AN_OBJECT);
  }
}

const NOT_AN_OBJECT = 'LIMITS must be one JSON object, such as {"retentionRows":20000}.';

function describeIssue(issue: v.Err["issues"][number] | undefined): string {
  const name = issue?.path[0];
  if (issue?.code === "unrecognized_keys" && name === undefined)
    return `LIMITS has no limit "${String(issue.keys[0])}"; src/protocol/limits.ts lists them all.`;
  if (name === undefined) return NOT_AN_OBJECT;
  if (RATE_NAMES.has(String(name)))
    return `LIMITS: "${name}" must be {"perSecond": N, "burst": N}, with positive whole numbers.`;
  const expected = issue?.code === "custom_error" ? issue.message : POSITIVE;
  return `LIMITS: "${name}" must be ${expected}.`;
}

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
    publishRate: limits.memberRate,
  };
}
