import type { AuditPage } from "../protocol/audit.ts";
import type { AuditRequest } from "./api.ts";
import { hasFields } from "./json-guard.ts";
import { requestJson } from "./request-json.ts";
import type { ManagementContext } from "./room-management.ts";

/**
 * Resolves with one page of the room's audit log, newest first (SPEC MOD-9).
 * @throws RoomError, or the reason of `request.signal` once it aborts
 */
export function requestAudit(
  { platform, room, token = "" }: ManagementContext,
  { before, signal }: AuditRequest,
): Promise<AuditPage> {
  const query = before === undefined ? "" : `?before=${before}`;
  const init = { method: "GET", headers: { Authorization: `Bearer ${token}` } };
  return requestJson(platform, { url: `${room.href}/audit${query}`, init, isValid: isAuditPage, signal });
}

function isAuditPage(value: unknown): value is AuditPage {
  return (
    hasFields(value, { entries: "object", more: "boolean", before: "number?" }) &&
    Array.isArray(value["entries"]) &&
    value["entries"].every((entry) =>
      hasFields(entry, { id: "number", at: "number", from: "object", action: "string" }),
    )
  );
}
