import type { JoinRefusal } from "./admission.ts";
import type { RoomCore } from "./room-core.ts";
import type { Session } from "./session.ts";

/**
 * The refusal of a client who is banned or was sent away (SPEC MOD-6, MOD-7), or may not read the room (PRIV-1), by whatever
 * way they come.
 */
export function refusalOfVisitor(
  core: RoomCore,
  session: Session,
  { hasToken, now }: { readonly hasToken: boolean; readonly now: number },
): JoinRefusal | undefined {
  const excluded = core.exclusionOf(session, now);
  if (excluded !== undefined)
    return { close: excluded.code === "kicked" ? "kicked" : "banned", failure: excluded };
  const unread = core.state?.authority.readRefusal(session.role, hasToken);
  return unread && { close: "members_only", failure: unread };
}
