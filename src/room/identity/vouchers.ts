/** What vouches for members of a room: keys of the deployment, and the room's own (SPEC VOUCH-2, VOUCH-11). */
import type { RoomKey } from "../../protocol/room-keys.ts";
import type { Authority } from "../authority/authority.ts";
import type { DeploymentKeys } from "../ports.ts";
import { fingerprintOf } from "./key-fingerprint.ts";
import type { Vouching } from "./vouched-claims.ts";
import { roleOfVouched } from "./vouched-role.ts";

/** A member, and what vouches for them. */
export interface VouchedMember {
  readonly member: string;
  readonly vouching: Vouching;
}

export class Vouchers {
  /** @param authority whose room it is; undefined as long as there is none */
  constructor(
    private readonly deployment: DeploymentKeys,
    private readonly authority: () => Pick<Authority, "keys" | "revokedTokens" | "roleOf"> | undefined,
  ) {}

  /** False if no site may vouch for anyone here. */
  get any(): boolean {
    return this.deployment.any || this.roomKeys.length > 0;
  }

  /** The room's own keys that count: none of an issuer that the deployment has keys of for this room. */
  get roomKeys(): readonly RoomKey[] {
    return this.authority()?.keys?.all.filter(({ iss }) => !this.deployment.hasIssuer(iss)) ?? [];
  }

  /** True if the token by which that member is here was revoked (SPEC VOUCH-14). */
  hasRevoked({ member, vouching }: VouchedMember, now: number): boolean {
    const authority = this.authority();
    if (authority === undefined || vouching.tokenId === undefined) return false;
    const role = roleOfVouched(authority, member, vouching);
    return authority.revokedTokens?.includes(vouching.tokenId, role, now) === true;
  }

  /** True if the key with that fingerprint is one of them. */
  includes(fingerprint: string): boolean {
    if (this.deployment.includes(fingerprint)) return true;
    return this.roomKeys.some((key) => fingerprintOf(key, "room") === fingerprint);
  }
}
