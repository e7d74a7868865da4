/** Who reads a room without joining it, and whether they may. */
import { failure, type Failure } from "../protocol/errors.ts";
import { fail, ok, type Result } from "../text/result.ts";
import type { RoomState } from "./context.ts";
import { identifyByToken, type VerifiedToken } from "./identity/identify.ts";
import type { Identity } from "./session.ts";

export interface Reader {
  /** undefined for an anonymous reader */
  readonly token: string | undefined;
  readonly vouched?: VerifiedToken | undefined;
  readonly address: string | undefined;
  /** the origin of the page of another site that reads */
  readonly site?: string | undefined;
}

export const ANONYMOUS_READER: Reader = { token: undefined, address: undefined };

/** A reader who may read the room. */
export interface AdmittedReader {
  /** undefined for an anonymous reader */
  readonly identity: Identity | undefined;
  readonly address: string | undefined;
}

/**
 * The reader, unless their site's pages may not use the room (SPEC EMBED-5), their token does not count, they are banned
 * (MOD-6), or may not read the room (PRIV-1).
 */
export function admitReader(
  room: Pick<RoomState, "authority" | "signer">,
  reader: Reader,
  now: number,
): Result<AdmittedReader, Failure> {
  const { authority } = room;
  const { token, address } = reader;
  const foreign = authority.siteRefusal(reader.site);
  if (foreign !== undefined) return fail(foreign);
  const identity = identifyReader(room, reader, now);
  if (!identity.ok) return identity;
  const { member, role = "reader" } = identity.value ?? {};
  const refused =
    authority.sanctions.exclusionOf({ member, address, role }, now) ??
    authority.readRefusal(role, token !== undefined);
  return refused === undefined ? ok({ identity: identity.value, address }) : fail(refused);
}

/** The member of the reader's token; undefined for an anonymous reader. */
function identifyReader(
  { signer }: Pick<RoomState, "signer">,
  { token, vouched }: Reader,
  now: number,
): Result<Identity | undefined, Failure> {
  if (token === undefined) return ok(undefined);
  if (vouched?.ok === false) return vouched;
  const identity = identifyByToken({ signer, now }, token, vouched?.value);
  return identity.ok ? identity : fail(failure(identity.failure));
}
