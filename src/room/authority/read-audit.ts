/** Reading the audit log (SPEC MOD-9): for moderators and owners only. */
import type { AuditEntry, AuditPage } from "../../protocol/audit.ts";
import { failure, type Failure } from "../../protocol/errors.ts";
import { isAtLeast } from "../../protocol/roles.ts";
import { utf8Bytes } from "../../text/lengths.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { ratedRead } from "../rated-read.ts";
import type { RoomCore } from "../room-core.ts";
import type { AdmittedReader } from "../reader.ts";

const ENTRIES_PER_PAGE = 50;

/** @param before the id of the last entry of the page before; the newest page where undefined */
export function readAudit(
  core: RoomCore,
  { identity, address }: AdmittedReader,
  before: number | undefined,
): Result<AuditPage, Failure> {
  const { state, ports } = core;
  if (identity === undefined) return fail(failure("token_needed"));
  if (!isAtLeast(identity.role, "moderator")) return fail(failure("forbidden"));
  const read = () => state?.authority.auditBefore(before, ENTRIES_PER_PAGE + 1) ?? [];
  const found = ratedRead(core, { member: identity.member, address }, read);
  return found.ok ? ok(pageOf(found.value, ports.limits.recoveryBytes)) : found;
}

/** At most so many bytes of entries, but always one. */
function pageOf(found: readonly AuditEntry[], maxBytes: number): AuditPage {
  let bytes = 0;
  const entries = found.slice(0, ENTRIES_PER_PAGE).filter((entry, index) => {
    bytes += utf8Bytes(JSON.stringify(entry));
    return index === 0 || bytes <= maxBytes;
  });
  const last = entries.length < found.length ? entries.at(-1) : undefined;
  return { entries, more: last !== undefined, ...(last === undefined ? {} : { before: last.id }) };
}
