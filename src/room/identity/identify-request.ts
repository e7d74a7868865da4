/** Who sends a request's commands, and whether they may be here. */
import type { Failure } from "../../protocol/errors.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { Visitor } from "../authority/sanctions.ts";
import { identityFailure } from "../limit-failures.ts";
import type { CommandIdSource, RequestOrigin } from "../origin.ts";
import type { RoomCore } from "../room-core.ts";
import { identifyByCredentials, parseRequestedName, withCurrentName, type Credentials } from "./identify.ts";

/** What a request claims of its sender. */
export interface HttpCredentials extends Credentials {
  readonly address: string | undefined;
  /** true if a program sent the request, and not a page */
  readonly isProgram?: boolean | undefined;
  readonly idSource: CommandIdSource;
}

/**
 * Verifies a request's sender: the token's member, else a guest who may be new with each request. Writes nothing.
 * @returns the origin to execute the request's commands from, or `invalid_token`, `expired_token`, `invalid_name`, `banned`,
 *   `kicked`, or `forbidden` for a page of a site that may not use the room
 */
export function identifyRequest(
  core: RoomCore,
  credentials: HttpCredentials,
): Result<RequestOrigin, Failure> {
  const foreign = core.state?.authority.siteRefusal(credentials.site);
  if (foreign !== undefined) return fail(foreign);
  const identified = identifySender(core, credentials);
  if (!identified.ok) return identified;
  const now = core.ports.clock.now();
  const excluded = core.exclusionOf(visitorOf(core, identified.value, now), now);
  return excluded === undefined ? identified : fail(excluded);
}

function visitorOf(core: RoomCore, origin: RequestOrigin, now: number): Visitor {
  return origin.kind === "http"
    ? { ...origin.sender, role: core.roleOf(origin.sender, now) }
    : { member: undefined, address: origin.address, role: "guest" };
}

function identifySender(core: RoomCore, credentials: HttpCredentials): Result<RequestOrigin, Failure> {
  const { token, vouched, name, address, isProgram = false, idSource } = credentials;
  const { ports } = core;
  if (vouched?.ok === false) return vouched;
  if (token === undefined) {
    const parsed = parseRequestedName(name, ports.limits);
    if (!parsed.ok) return fail(identityFailure(parsed.failure, ports.limits));
    return ok({ kind: "anonymous", name: parsed.value, address, isProgram, idSource });
  }
  const { limits, clock } = ports;
  const { signer } = core.stateFor(credentials) ?? {};
  const context = { signer, limits, now: clock.now() };
  const identity = identifyByCredentials(context, { token, vouched: vouched?.value, name });
  if (!identity.ok) return fail(identityFailure(identity.failure, limits));
  return ok({
    kind: "http",
    sender: { ...withCurrentName(core, identity.value, address), address, connection: "" },
    idSource,
  });
}
