/** How much a connection is sent before it has to acknowledge it (SPEC FLOW-1). */
import type { Limits } from "../protocol/limits.ts";

/**
 * Each acknowledgement costs the room a frame in and one out. So where more connections than these are sent the same, each
 * is asked less often: all of them together as often as these.
 */
const CROWD = 256;

/** UTF-8 bytes; in a crowd at most half of what closes a connection as slow, so that there is time to answer. */
export function flowBytesOf(connections: number, { flowBytes, slowBytes }: Limits): number {
  const inCrowd = Math.min((connections / CROWD) * flowBytes, slowBytes / 2);
  return Math.max(flowBytes, inCrowd);
}
