/** How much a connection is sent before it has to acknowledge it (SPEC FLOW-1). */
import type { Limits } from "../protocol/limits.ts";
import type { Connection } from "./connections.ts";

/**
 * Each acknowledgement costs the room a frame in and one out. So where more connections than these are sent the same, each
 * is asked less often: all of them together as often as these.
 */
const CROWD = 256;

/** UTF-8 bytes; in a crowd at most half of what closes a connection as slow, so that there is time to answer. */
export function flowBytesOf(connections: number, { flowBytes, slowBytes }: Limits): number {
  if (connections <= CROWD) return flowBytes;
  const inCrowd = Math.min((connections / CROWD) * flowBytes, slowBytes / 2);
  return Math.max(flowBytes, inCrowd);
}

/** What a connection may be sent after it was asked what it has read, as a share of what closes it, before it is behind. */
const BEHIND_SHARE = 1 / 8;

/** True for a connection that is not known to read on, and is sent no signals (SPEC EPH-7). */
export function isBehind(
  { unackedBytes, pendingFlow }: Pick<Connection, "unackedBytes" | "pendingFlow">,
  { slowBytes }: Pick<Limits, "slowBytes">,
): boolean {
  if (pendingFlow === undefined) return false;
  return unackedBytes - pendingFlow.unackedBytes >= BEHIND_SHARE * slowBytes;
}
