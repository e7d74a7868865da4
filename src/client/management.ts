/** What owners and moderators request beside the connection. */
export { requestAudit } from "./audit.ts";
export * from "./room-management.ts";
