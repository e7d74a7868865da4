/** Tokens of sites that were revoked one by one (SPEC VOUCH-14). All of them are in memory while the room is awake. */
import { isAtLeast, type Role } from "../../protocol/roles.ts";
import type { RevokedToken, RevokedTokenStore } from "./store.ts";

export const MAX_REVOKED_TOKENS = 1_000;

export class RevokedTokens {
  private readonly byId: Map<string, RevokedToken>;

  constructor(
    private readonly store: RevokedTokenStore,
    stored: readonly RevokedToken[] = [],
  ) {
    this.byId = new Map(stored.map((each) => [each.id, each]));
  }

  /** True if the token of a member with that role is revoked: a moderator's revocation is for members and guests (SPEC MOD-2). */
  includes(id: string, role: Role, now: number): boolean {
    const revoked = this.byId.get(id);
    if (revoked === undefined || now >= revoked.until) return false;
    return revoked.by === "owner" || !isAtLeast(role, "moderator");
  }

  /**
   * Revokes a token, stored together with what `record` does. A former revocation of it holds as far as it was more.
   * @returns false if the room keeps as many as it may
   */
  revoke(revoked: RevokedToken, now: number, record: (store: () => void) => void): boolean {
    const expired = [...this.byId.values()].filter(({ until }) => now >= until).map(({ id }) => id);
    const former = this.byId.get(revoked.id);
    if (former === undefined && this.byId.size - expired.length >= MAX_REVOKED_TOKENS) return false;
    const kept = former === undefined || expired.includes(former.id) ? revoked : both(former, revoked);
    record(() => {
      this.store.delete(expired);
      this.store.save(kept);
    });
    for (const id of expired) this.byId.delete(id);
    this.byId.set(kept.id, kept);
    return true;
  }
}

function both(one: RevokedToken, other: RevokedToken): RevokedToken {
  const by = one.by === "owner" ? one.by : other.by;
  return { id: one.id, until: Math.max(one.until, other.until), by };
}
