/** Limits as they are checked when they come from outside: a deployment's variable, a room's welcome. */
import * as v from "@badrap/valita";
import { DEFAULT_LIMITS, MAX_SEARCH_TERMS, type Limits } from "./limits.ts";

const positive = v
  .number()
  .assert((value) => Number.isSafeInteger(value) && value > 0, "a positive whole number");

const rateSchema = v.object({ perSecond: positive, burst: positive });

const limitsSchema = v.object({
  frameBytes: positive,
  frameDepth: positive,
  textGraphemes: positive,
  textBytes: positive,
  nameGraphemes: positive,
  signalBytes: positive,
  reactionsPerMessage: positive,
  historyPage: positive,
  joinPage: positive,
  recoveryEvents: positive,
  recoveryBytes: positive,
  searchQueryBytes: positive,
  searchTerms: positive.assert((value) => value <= MAX_SEARCH_TERMS, `at most ${MAX_SEARCH_TERMS}`),
  searchRows: positive,
  searchBytes: positive,
  searchPage: positive,
  searchRate: rateSchema,
  roomSearchRate: rateSchema,
  repeatRows: positive,
  inFlight: positive,
  memberRate: rateSchema,
  addressRate: rateSchema,
  roomRate: rateSchema,
  signalRate: rateSchema,
  frameRate: rateSchema,
  droppedFrames: positive,
  connections: positive,
  memberList: positive,
  crowdMembers: positive,
  memberSample: positive,
  typingMembers: positive,
  presenceMembers: positive,
  flowBytes: positive,
  slowBytes: positive,
  muteBytes: positive,
  retentionMs: positive,
  retentionRows: positive,
  retentionBytes: positive,
});

/**
 * The defaults with a deployment's overrides, given as one JSON object (the `LIMITS` variable).
 * @throws Error if `overrides` is not JSON, names an unknown limit or gives one a wrong value: a deployment must not start on a misread limit.
 */
export function parseLimits(overrides: string | undefined): Limits {
  if (overrides === undefined || overrides === "") return DEFAULT_LIMITS;
  const given = limitsSchema.partial().parse(JSON.parse(overrides), { mode: "strict" });
  return limitsSchema.parse({ ...DEFAULT_LIMITS, ...given });
}

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
