import { failure, type Failure } from "../protocol/errors.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { RoomState } from "./context.ts";
import { identifyByToken } from "./identity/identify.ts";

/** Who searches a room, without joining it. */
export interface Searcher {
  /** undefined for an anonymous reader */
  readonly token: string | undefined;
  readonly address: string | undefined;
}

/** The key by which searches are rated: the member, else the address; undefined where neither is known. */
export function searcherKey(
  { signer }: RoomState,
  { token, address }: Searcher,
  now: number,
): Result<string | undefined, Failure> {
  if (token === undefined) return ok(address === undefined ? undefined : `at ${address}`);
  const identity = identifyByToken({ signer, now }, token);
  return identity.ok ? ok(identity.value.member) : fail(failure(identity.failure));
}
