/** Gives a role for a key: the owner key (SPEC OWN-3), or that of a link, which is counted (OWN-7). */
import { failure, type Failure } from "../../protocol/errors.ts";
import type { DurableEventOf } from "../../protocol/events/durable.ts";
import type { Author } from "../../protocol/member.ts";
import { isAtLeast, type Role } from "../../protocol/roles.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { RoomState } from "../context.ts";
import { rolesFailure } from "../limit-failures.ts";
import type { Authority } from "./authority.ts";
import { isUsable, type Links } from "./links.ts";
import type { StoredLink } from "./store.ts";

const WRONG_KEY = "This is neither the owner key nor a link of this room.";

/** What a key gives. */
export interface Grant {
  readonly role: Role;
  readonly byLink?: { readonly links: Links; readonly link: StoredLink };
}

/** The member who claims the role. */
export interface Claimant {
  readonly from: Author;
  /** of the command */
  readonly id: string;
  readonly now: number;
}

/** What `key` gives, though it may be used up; `forbidden` for none of this room. `authority` is undefined before it is created. */
export function grantOf(authority: Authority | undefined, key: string): Result<Grant, Failure> {
  if (authority?.isOwnerKey(key) === true) return ok({ role: "owner" });
  const links = authority?.links;
  if (links?.hasSigned(key) !== true) return fail(failure("forbidden", WRONG_KEY));
  const link = links.find(key);
  return link === undefined
    ? fail(failure("link_expired"))
    : ok({ role: link.role, byLink: { links, link } });
}

/** Gives it to the member. Returns the event, or undefined where the room gave them as much before. */
export function claimRole(
  room: Pick<RoomState, "authority" | "stored" | "recent">,
  granted: Grant,
  claimant: Claimant,
): Result<DurableEventOf<"role"> | undefined, Failure> {
  const { authority } = room;
  const { role, byLink } = granted;
  const member = claimant.from.id;
  // What the room gave them counts: that of a site's token ends with it.
  if (isAtLeast(authority.roleOf(member), role)) return ok(undefined);
  if (byLink !== undefined && !isUsable(byLink.link, claimant.now)) return fail(failure("link_expired"));
  return authority.canKeepRole(member) ? ok(give(room, granted, claimant)) : fail(rolesFailure());
}

function give(
  { authority, stored, recent }: Pick<RoomState, "authority" | "stored" | "recent">,
  { role, byLink }: Grant,
  { from, id, now }: Claimant,
): DurableEventOf<"role"> {
  const event = { type: "role", at: now, from, member: from, role } as const;
  const store = (count?: () => void) =>
    authority.claim(role, { from, at: now }, () => {
      count?.();
      return stored.log.append({ ...event, commandId: id });
    });
  const seq = byLink === undefined ? store() : byLink.links.use(byLink.link, store);
  recent.add({ type: "role", member: from.id, name: from.name, id, seq });
  return { ...event, seq, id };
}
