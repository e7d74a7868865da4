/** Whether the sender of a request that is no command may make it: role and rates, as for a command (SPEC HTTP-22, LIM-1). */
import { failure, type Failure } from "../../protocol/errors.ts";
import type { Author } from "../../protocol/member.ts";
import { isAtLeast, type Role } from "../../protocol/roles.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { RoomState } from "../context.ts";
import { isSignInExpired } from "../identity/vouched.ts";
import { SIGN_IN_EXPIRED } from "../expired-sign-ins.ts";
import { rateFailure } from "../limit-failures.ts";
import { httpRateKeys, type RequestOrigin } from "../origin.ts";
import type { RoomCore } from "../room-core.ts";
import { authorOf } from "../session.ts";
import { REQUEST_ROLES, type ManagementRequest } from "./permissions.ts";
import type { Recorder } from "./recorder.ts";

/** A sender who may make the request. */
export interface Manager {
  readonly room: RoomState;
  readonly role: Role;
  readonly from: Author;
  readonly now: number;
}

/** The sender of `request` with what they may act on, or why they may not make it. Counts the request against their rates. */
export function authorize(
  core: RoomCore,
  origin: RequestOrigin,
  request: ManagementRequest,
): Result<Manager, Failure> {
  const { created: room, ports, throttle } = core;
  if (origin.kind === "anonymous" || room === undefined) return fail(failure("forbidden"));
  const now = ports.clock.now();
  const { sender } = origin;
  const role = core.roleOf(sender, now);
  if (!isAtLeast(role, REQUEST_ROLES[request]))
    return fail(isSignInExpired(sender, core.vouchers, now) ? SIGN_IN_EXPIRED : failure("forbidden"));
  const keys = httpRateKeys(origin);
  for (const verdict of [throttle.frame(keys, now), throttle.command(keys, now)])
    if (verdict.kind !== "admitted") return fail(rateFailure(verdict));
  return ok({ room, role, from: authorOf(sender), now });
}

/** Records what `manager` does. */
export function recorderOf({ room, from, now }: Manager): Recorder {
  return (record, store) => room.authority.recorded({ at: now, from, ...record }, store);
}
