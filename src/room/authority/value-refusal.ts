/** Values of settings that depend on the deployment and the time (SPEC SET-7, SET-8, LIST-5, POLICY-5). */
import { failure, type Failure } from "../../protocol/errors.ts";
import type { Limits } from "../../protocol/limits.ts";
import { maxRetentionHours } from "../../protocol/retention-hours.ts";
import type { RoomSettings } from "../../protocol/settings.ts";
import type { RoomPolicy } from "../ports.ts";

/** What a deployment allows its owners. */
export interface Deployment {
  readonly limits: Pick<Limits, "retentionMs">;
  readonly policy: RoomPolicy;
}

/** Why a change cannot be made here and now; undefined if it can. */
export function valueRefusal(
  { retentionHours = 0, expiresAt = 0, embedOrigins = [], listed = false }: RoomSettings,
  { limits, policy }: Deployment,
  now: number,
): Failure | undefined {
  const maxHours = maxRetentionHours(limits);
  if (retentionHours > maxHours)
    return failure("bad_command", `"retentionHours" is at most ${maxHours} here.`);
  if (expiresAt !== 0 && expiresAt <= now)
    return failure("bad_command", '"expiresAt" must be a time to come, or 0 for never.');
  if (listed && policy.listRooms === false)
    return failure("bad_command", '"listed" must be false: this deployment has no list of rooms.');
  const foreign = embedOrigins.find((origin) => policy.embedOrigins?.includes(origin) === false);
  return foreign === undefined
    ? undefined
    : failure("bad_command", `"embedOrigins" may not have ${foreign}: this deployment does not allow it.`);
}
