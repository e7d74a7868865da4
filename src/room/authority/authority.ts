/** Whose room it is: its owner, the roles of its members, its settings, and who is banned. All of it is in memory while the room is awake. */
import type { AuditEntry, AuditRecord } from "../../protocol/audit.ts";
import type { Author } from "../../protocol/member.ts";
import type { Limits } from "../../protocol/limits.ts";
import { isAtLeast, type Role } from "../../protocol/roles.ts";
import type { Failure } from "../../protocol/errors.ts";
import { settingOf, type RoomSettings } from "../../protocol/settings.ts";
import { changeSettings } from "./change-settings.ts";
import { readRefusal, siteRefusal } from "./permissions.ts";
import { sanctionChange, type DecidedAct } from "./sanction-change.ts";
import { Links } from "./links.ts";
import { isOwnerKey, ownerMemberId } from "./owner-key.ts";
import { RevokedTokens } from "./revoked-tokens.ts";
import { RoomKeys } from "./room-keys.ts";
import { Sanctions, type SanctionChange } from "./sanctions.ts";
import { SlowMode, type SlowModeSender } from "./slow-mode.ts";
import type { AuthorityStore, MemberRole, NewOwnership, StoredAuthority } from "./store.ts";

/** More roles are not kept: all of them are in memory. */
export const MAX_ROLES = 500;

/** Older ones are deleted. */
const MAX_AUDIT_ENTRIES = 1_000;

const NO_SETTINGS: RoomSettings = {};

/** The author of an act, and its time in ms since 1970. */
export interface Actor {
  readonly from: Author;
  readonly at: number;
}

/** What a room has that has an owner. */
interface Ownership {
  ownerKeyHash: Uint8Array;
  /** the member who sends the owner key in place of a token */
  readonly keyMember: string;
  readonly roles: Map<string, MemberRole>;
  readonly links: Links;
  readonly keys: RoomKeys;
  readonly revokedTokens: RevokedTokens;
  settings: RoomSettings;
  activeAt: number;
}

export class Authority {
  readonly sanctions: Sanctions;
  private ownership: Ownership | undefined;
  private readonly slowMode: SlowMode;

  /** @param roomKey what the room signs with */
  constructor(
    private readonly store: AuthorityStore,
    private readonly roomKey: Uint8Array,
    limits: Pick<Limits, "networkAddresses">,
  ) {
    this.slowMode = new SlowMode(store, roomKey, limits);
    const stored = store.load();
    this.sanctions = new Sanctions(
      store.sanctions,
      roomKey,
      stored === undefined ? [] : store.sanctions.load(),
    );
    if (stored !== undefined) this.ownership = this.ownershipOf(stored);
  }

  get isOwned(): boolean {
    return this.ownership !== undefined;
  }

  get settings(): RoomSettings {
    return this.ownership?.settings ?? NO_SETTINGS;
  }

  /** When the room got its owner, or had its last event before its log was cleared; in ms since 1970. */
  get activeAt(): number {
    return this.ownership?.activeAt ?? 0;
  }

  /** Notes the time of the last event, before the log is cleared. */
  noteActive(at: number): void {
    if (this.ownership === undefined) return;
    this.store.saveActiveAt(at);
    this.ownership.activeAt = at;
  }

  /**
   * The role that the room gave a member; `otherwise` if none. It belongs to the member in the room, not to what they
   * present (SPEC OWN-1).
   */
  roleOf(member: string, otherwise: Role = "guest"): Role {
    if (this.ownership === undefined) return otherwise;
    if (this.isKeyMember(member)) return "owner";
    return this.ownership.roles.get(member)?.role ?? otherwise;
  }

  /** Why a role may not read the room (SPEC PRIV-1); undefined if it may. The one rule that every way to read asks. */
  readRefusal(role: Role, hasToken: boolean): Failure | undefined {
    return readRefusal(this.settings, role, hasToken);
  }

  /** Why a page of another site may not use the room (SPEC EMBED-5); undefined if it may. */
  siteRefusal(site: string | undefined): Failure | undefined {
    return siteRefusal(this.settings, site);
  }

  /** The name under which a member with a role of their own got it. */
  nameOf(member: string): string | undefined {
    return this.ownership?.roles.get(member)?.name;
  }

  isOwnerKey(key: string): boolean {
    return this.ownership !== undefined && isOwnerKey(key, this.ownership.ownerKeyHash);
  }

  /** The member who sends the owner key in place of a token; undefined where there is no owner. */
  get keyMember(): string | undefined {
    return this.ownership?.keyMember;
  }

  isKeyMember(member: string): boolean {
    return this.ownership?.keyMember === member;
  }

  /** The links that give a role; undefined where there is no owner. */
  get links(): Links | undefined {
    return this.ownership?.links;
  }

  /** The room's own keys, with which a site vouches here; undefined where there is no owner. */
  get keys(): RoomKeys | undefined {
    return this.ownership?.keys;
  }

  /** The tokens of sites that were revoked one by one; undefined where there is no owner. */
  get revokedTokens(): RevokedTokens | undefined {
    return this.ownership?.revokedTokens;
  }

  /** The room was created with this owner. */
  adopt(ownership: NewOwnership): void {
    this.ownership = this.ownershipOf({ ...ownership, roles: [], links: [], keys: [], revokedTokens: [] });
  }

  /** Replaces the owner key, stored together with what `revoke` does: the old one is void at once. */
  renewKey(hash: Uint8Array, by: Actor, revoke: () => void): void {
    this.recorded({ ...by, action: "owner_key" }, () => {
      this.store.saveOwnerKey(hash);
      revoke();
    });
    if (this.ownership !== undefined) this.ownership.ownerKeyHash = hash;
  }

  /** Changes settings, stored together with what `append` does with them. Returns its result. */
  configure<Value>(change: RoomSettings, by: Actor, append: (settings: RoomSettings) => Value): Value {
    const settings = changeSettings(this.settings, change);
    const appended = this.store.saveSettings(settings, () => {
      this.record({ ...by, action: "settings", settings: change });
      return append(settings);
    });
    if (this.ownership !== undefined) this.ownership.settings = settings;
    if (settingOf(settings, "slowModeSeconds") === 0) this.slowMode.clear();
    return appended;
  }

  /** False if the room has as many roles as it may, and the member none yet. */
  canKeepRole(member: string): boolean {
    const roles = this.ownership?.roles;
    return roles !== undefined && (roles.size < MAX_ROLES || roles.has(member));
  }

  /** Gives a member a role, stored together with what `append` does. Returns its result. */
  setRole<Value>(given: MemberRole, by: Actor, append: () => Value): Value {
    const { member, name, role } = given;
    return this.saveRole(given, { ...by, action: "role", member: { id: member, name }, role }, append);
  }

  /** Gives the actor the role of a key, stored together with what `append` does. Returns its result. */
  claim<Value>(role: Role, by: Actor, append: () => Value): Value {
    const { id: member, name } = by.from;
    return this.saveRole({ member, name, role }, { ...by, action: "claim", member: by.from, role }, append);
  }

  /** Forgets the role of a member whose tokens are revoked (SPEC ID-20). */
  forget(by: Actor): void {
    const role = this.ownership?.roles.get(by.from.id);
    if (role !== undefined) this.setRole({ ...role, role: "guest" }, by, () => undefined);
  }

  /** What an act would change; undefined if the room keeps as many sanctions as it may (SPEC MOD-10). */
  changeBy(decided: DecidedAct, oldest: number): SanctionChange | undefined {
    const change = sanctionChange(this.sanctions, decided, oldest);
    return this.sanctions.admits(change) ? change : undefined;
  }

  /** Changes sanctions, recorded and stored together with what `append` does. Returns its result. */
  moderate<Value>(change: SanctionChange, record: AuditRecord, append: () => Value): Value {
    const appended = this.recorded(record, () => {
      this.sanctions.write(change);
      return append();
    });
    this.sanctions.apply(change);
    return appended;
  }

  /** Records something together with what `append` does. Returns its result. */
  recorded<Value>(record: AuditRecord, append: () => Value): Value {
    return this.store.transaction(() => {
      this.record(record);
      return append();
    });
  }

  /** At most `limit` entries of the audit log before that id (the newest where undefined), newest first. */
  auditBefore(id: number | undefined, limit: number): readonly AuditEntry[] {
    return this.isOwned ? this.store.audit.before(id, limit) : [];
  }

  /** How long slow mode makes a sender wait until they may publish, in ms; 0 if they may now (SPEC SET-5). */
  slowModeWaitMs(sender: SlowModeSender & { readonly role: Role }, now: number): number {
    const intervalMs = this.slowModeMs(sender.role);
    return intervalMs === 0 ? 0 : this.slowMode.waitMs(sender, intervalMs, now);
  }

  /** Notes that a sender has published. */
  published(sender: SlowModeSender & { readonly role: Role }, now: number): void {
    const intervalMs = this.slowModeMs(sender.role);
    if (intervalMs > 0) this.slowMode.note(sender, intervalMs, now);
  }

  /** Moderators are never slowed. */
  private slowModeMs(role: Role): number {
    const seconds = settingOf(this.settings, "slowModeSeconds");
    return isAtLeast(role, "moderator") ? 0 : seconds * 1_000;
  }

  private saveRole<Value>(given: MemberRole, record: AuditRecord, append: () => Value): Value {
    const appended = this.store.saveRole(given, () => {
      this.record(record);
      return append();
    });
    if (given.role === "guest") this.ownership?.roles.delete(given.member);
    else this.ownership?.roles.set(given.member, given);
    return appended;
  }

  private record(record: AuditRecord): void {
    this.store.audit.append(record, MAX_AUDIT_ENTRIES);
  }

  private ownershipOf({ roles, links, keys, revokedTokens, ...stored }: StoredAuthority): Ownership {
    return {
      ...stored,
      links: new Links(this.store.links, this.roomKey, links),
      keys: new RoomKeys(this.store.keys, keys),
      revokedTokens: new RevokedTokens(this.store.revokedTokens, revokedTokens),
      keyMember: ownerMemberId(this.roomKey),
      roles: new Map(roles.map((role) => [role.member, role])),
    };
  }
}
