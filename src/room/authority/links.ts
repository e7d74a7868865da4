/** The links of a room that give a role (SPEC OWN-7). All of them are in memory while the room is awake. */
import { DEFAULT_LINK_SECONDS, type LinkRole } from "../../protocol/link-traits.ts";
import type { LinkRequest } from "../../protocol/room-link.ts";
import { isAtLeast, type Role } from "../../protocol/roles.ts";
import { newLinkId } from "../identity/ids.ts";
import type { RandomSource } from "../ports.ts";
import { linkIdOf, linkKey } from "./link-key.ts";
import type { Recorder } from "./recorder.ts";
import type { LinkStore, StoredLink } from "./store.ts";

export const MAX_LINKS = 200;

/** A link with its key. */
export interface Link extends StoredLink {
  readonly key: string;
}

export class Links {
  private readonly byId: Map<string, StoredLink>;

  constructor(
    private readonly store: LinkStore,
    private readonly roomKey: Uint8Array,
    stored: readonly StoredLink[] = [],
  ) {
    this.byId = new Map(stored.map((link) => [link.id, link]));
  }

  /** Makes a link, stored together with what `record` does; undefined if the room has as many as it may. */
  make(
    random: RandomSource,
    { role, expiresInSeconds, uses }: LinkRequest,
    now: number,
    record: Recorder,
  ): Link | undefined {
    if (this.byId.size >= MAX_LINKS) this.forgetExpired(now);
    if (this.byId.size >= MAX_LINKS) return undefined;
    const expiresAt = now + (expiresInSeconds ?? DEFAULT_LINK_SECONDS) * 1_000;
    const link: StoredLink = { id: newLinkId(random), role, expiresAt, uses };
    record({ action: "link", role }, () => this.store.save(link));
    this.byId.set(link.id, link);
    return this.withKey(link);
  }

  /** Those that have not expired and that `role` may make, the first to expire first. */
  list(role: Role, now: number): Link[] {
    return [...this.byId.values()]
      .filter((link) => now < link.expiresAt && mayMake(role, link.role))
      .toSorted((one, other) => one.expiresAt - other.expiresAt)
      .map((link) => this.withKey(link));
  }

  /** Revokes a link, as {@link make} makes it. False if there is none that `role` may make. */
  revoke(id: string, role: Role, record: Recorder): boolean {
    const link = this.byId.get(id);
    if (link === undefined || !mayMake(role, link.role)) return false;
    record({ action: "unlink", role: link.role }, () => this.store.delete([id]));
    return this.byId.delete(id);
  }

  /** True if the room signed this key, also that of a link which it no longer has. */
  hasSigned(key: string): boolean {
    return linkIdOf(this.roomKey, key) !== undefined;
  }

  /** The link of a key, though it may have expired or be used up; undefined if it was revoked. */
  find(key: string): StoredLink | undefined {
    return this.byId.get(linkIdOf(this.roomKey, key) ?? "");
  }

  /** Counts a use of a link. `give` calls `count` in the transaction that gives its role. Returns the result of `give`. */
  use<Value>(link: StoredLink, give: (count: () => void) => Value): Value {
    const used = { ...link, uses: link.uses === undefined ? undefined : link.uses - 1 };
    const given = give(() => this.store.save(used));
    this.byId.set(used.id, used);
    return given;
  }

  private withKey(link: StoredLink): Link {
    return { ...link, key: linkKey(this.roomKey, link.id) };
  }

  private forgetExpired(now: number): void {
    const expired = [...this.byId.values()].filter((link) => !isUsable(link, now)).map(({ id }) => id);
    this.store.delete(expired);
    for (const id of expired) this.byId.delete(id);
  }
}

/** True if the link still gives its role. */
export function isUsable({ expiresAt, uses }: StoredLink, now: number): boolean {
  return now < expiresAt && uses !== 0;
}

/** True if a member with `role` may make and revoke links that give `given`: those for a role below their own. */
export function mayMake(role: Role, given: LinkRole): boolean {
  return role !== given && isAtLeast(role, given);
}
