/** Limits as they are checked when they come from outside: a deployment's variable, a room's welcome. */
import * as v from "@badrap/valita";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";

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
