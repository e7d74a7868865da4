/** The storage port of what only a room with an owner has. Synchronous, as all of the storage. */
import type { RoomSettings } from "../../protocol/settings.ts";
import type { SanctionKind } from "../../protocol/acts.ts";
import type { AuditEntry, AuditRecord } from "../../protocol/audit.ts";
import type { ListedTexts } from "../../protocol/listed-room.ts";
import type { LinkRole } from "../../protocol/link-traits.ts";
import type { Role } from "../../protocol/roles.ts";
import type { RoomKey } from "../../protocol/room-keys.ts";

/** A member's role, with the name that they had when they got it. */
export interface MemberRole {
  readonly member: string;
  readonly name: string;
  readonly role: Role;
}

/** A link that gives a role; its key follows from its id. */
export interface StoredLink {
  readonly id: string;
  readonly role: LinkRole;
  /** ms since 1970 */
  readonly expiresAt: number;
  /** how many more members may claim it; undefined for any number */
  readonly uses: number | undefined;
}

/** The links of a room with an owner. A room without any stores nothing for it. */
export interface LinkStore {
  load(): readonly StoredLink[];
  /** Adds a link, or replaces the one with that id. */
  save(link: StoredLink): void;
  delete(ids: readonly string[]): void;
}

/** A key of the room, with its material. */
export interface StoredRoomKey {
  readonly key: RoomKey;
  /** ms since 1970 */
  readonly createdAt: number;
}

/** The keys with which a site vouches in this room. A room without any stores nothing for it. */
export interface RoomKeyStore {
  load(): readonly StoredRoomKey[];
  /** Adds a key, or replaces the one with its `kid`. */
  save(stored: StoredRoomKey): void;
  delete(kid: string): void;
}

/** A token of a site that was revoked. */
export interface RevokedToken {
  /** see token-id.ts */
  readonly id: string;
  /** when it expires by itself, in ms since 1970 */
  readonly until: number;
  /** the role of the member who revoked it */
  readonly by: "owner" | "moderator";
}

/** The revoked tokens of sites. A room without any stores nothing for it. */
export interface RevokedTokenStore {
  load(): readonly RevokedToken[];
  /** Adds one, or replaces the one with that id. */
  save(revoked: RevokedToken): void;
  delete(ids: readonly string[]): void;
}

export interface StoredAuthority {
  /** SHA-256 */
  readonly ownerKeyHash: Uint8Array;
  readonly settings: RoomSettings;
  /** when the room got its owner, or had its last event before its log was cleared; in ms since 1970 */
  readonly activeAt: number;
  readonly roles: readonly MemberRole[];
  readonly links: readonly StoredLink[];
  readonly keys: readonly StoredRoomKey[];
  readonly revokedTokens: readonly RevokedToken[];
}

/** What a room is created with that has an owner. */
export type NewOwnership = Omit<StoredAuthority, "roles" | "links" | "keys" | "revokedTokens">;

/** What an act left with a member (SPEC MOD-1). */
export interface Sanction {
  readonly member: string;
  readonly kind: SanctionKind;
  /** the hash of an address, for a ban of one; empty for the member's own */
  readonly address: string;
  /** the name under which the member got it */
  readonly name: string;
  /** when it ends, in ms since 1970; for good if undefined */
  readonly until: number | undefined;
  /** of the event that caused it */
  readonly seq: number;
}

/** The sanctions of a room. One without any stores nothing for it. */
export interface SanctionStore {
  load(): Sanction[];
  /** Stores a sanction, in place of that of the same member, kind and address. */
  save(sanction: Sanction): void;
  /** Deletes that of this member, kind and address. */
  delete(sanction: Pick<Sanction, "member" | "kind" | "address">): void;
}

/** What a room reported last to the deployment's list of rooms (SPEC LIST-2). */
export interface StoredListing {
  readonly texts: ListedTexts;
  /** ms since 1970; 0 as long as it is not known that the list took it */
  readonly reportedAt: number;
}

/** A room that never was in the list stores nothing for it. */
export interface ListingStore {
  load(): StoredListing | undefined;
  save(listing: StoredListing): void;
  delete(): void;
}

/** The audit log. A room without any entry stores nothing for it. */
export interface AuditStore {
  /** Stores a record, and deletes the oldest ones beyond `maxEntries`. */
  append(record: AuditRecord, maxEntries: number): void;
  /** At most `limit` entries before that id (the newest where undefined), newest first. */
  before(id: number | undefined, limit: number): AuditEntry[];
}

/** When senders last published, in ms since 1970, by the keys of slow-mode.ts. */
export type LastPosts = ReadonlyMap<string, number>;

/** A room without an owner stores nothing of this. */
export interface AuthorityStore {
  /** What is stored; undefined for a room without an owner, without a query. */
  load(): StoredAuthority | undefined;
  readonly links: LinkStore;
  readonly keys: RoomKeyStore;
  readonly revokedTokens: RevokedTokenStore;
  saveActiveAt(at: number): void;
  saveOwnerKey(hash: Uint8Array): void;
  /** Stores all settings and, in the same transaction, what `append` does. Returns its result. */
  saveSettings<Value>(settings: RoomSettings, append: () => Value): Value;
  /** The same for a member's role; that of a guest is not kept. */
  saveRole<Value>(role: MemberRole, append: () => Value): Value;
  readonly sanctions: SanctionStore;
  readonly audit: AuditStore;
  readonly listing: ListingStore;
  /** Runs `work` as one transaction. What it appends to the log comes last: that is not undone in memory. */
  transaction<Value>(work: () => Value): Value;
  /** When senders last published, as far as slow mode needs it. */
  lastPosts(): LastPosts;
  /** Notes that these senders published at `at`. */
  notePosts(senders: readonly string[], at: number): void;
  /** Forgets who last published at `at` or before. */
  forgetPosts(at: number): void;
}
