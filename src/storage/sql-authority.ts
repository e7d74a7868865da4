/** Owner, roles and settings of a room in SQLite: tables that are made with its owner, so that no other room pays for them. */
import * as v from "@badrap/valita";
import { roomSettingsSchema } from "../protocol/events/settings.ts";
import { roleSchema } from "../protocol/member.ts";
import type { Role } from "../protocol/roles.ts";
import type { RoomSettings } from "../protocol/settings.ts";
import type {
  AuthorityStore,
  LastPosts,
  MemberRole,
  NewOwnership,
  StoredAuthority,
} from "../room/authority/store.ts";
import { SqlAudit } from "./sql-audit.ts";
import { SqlSanctions } from "./sql-sanctions.ts";
import { SqlLinks } from "./sql-links.ts";
import { SqlRevokedTokens } from "./sql-revoked-tokens.ts";
import { SqlRoomKeys } from "./sql-room-keys.ts";
import { SqlListing } from "./sql-listing.ts";
import { blob, integer, text, type Sql } from "./sql.ts";

/**
 * - `authority`: one row: the hash of the owner's key, the settings as JSON, and when the room was last active.
 * - `role`: the members with a role of their own.
 * - `slow_mode`: who published last, and when, by member and by the hash of an address.
 */
const TABLES = [
  `CREATE TABLE authority (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    owner_key_hash BLOB NOT NULL,
    settings TEXT NOT NULL,
    active_at INTEGER NOT NULL
  ) STRICT`,
  "CREATE TABLE role (member TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL) STRICT, WITHOUT ROWID",
  "CREATE TABLE slow_mode (sender TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
];

export class SqlAuthority implements AuthorityStore {
  readonly sanctions: SqlSanctions;
  readonly audit: SqlAudit;
  readonly links: SqlLinks;
  readonly keys: SqlRoomKeys;
  readonly listing: SqlListing;
  readonly revokedTokens: SqlRevokedTokens;

  constructor(
    private readonly sql: Sql,
    private readonly isOwned: boolean,
  ) {
    this.sanctions = new SqlSanctions(sql);
    this.audit = new SqlAudit(sql);
    this.links = new SqlLinks(sql);
    this.keys = new SqlRoomKeys(sql);
    this.listing = new SqlListing(sql);
    this.revokedTokens = new SqlRevokedTokens(sql);
  }

  transaction<Value>(work: () => Value): Value {
    return this.sql.transaction(work);
  }

  load(): StoredAuthority | undefined {
    if (!this.isOwned) return undefined;
    const [row] = this.sql.all("SELECT owner_key_hash, settings, active_at FROM authority");
    if (row === undefined) return undefined;
    return {
      ownerKeyHash: blob(row, "owner_key_hash"),
      settings: parseSettings(text(row, "settings")),
      activeAt: integer(row, "active_at"),
      roles: this.sql.all("SELECT member, name, role FROM role").map((role) => ({
        member: text(role, "member"),
        name: text(role, "name"),
        role: parseRole(text(role, "role")),
      })),
      links: this.links.load(),
      keys: this.keys.load(),
      revokedTokens: this.revokedTokens.load(),
    };
  }

  saveOwnerKey(hash: Uint8Array): void {
    this.sql.all("UPDATE authority SET owner_key_hash = ?", hash);
  }

  saveActiveAt(at: number): void {
    this.sql.all("UPDATE authority SET active_at = ?", at);
  }

  saveSettings<Value>(settings: RoomSettings, append: () => Value): Value {
    return this.sql.transaction(() => {
      this.sql.all("UPDATE authority SET settings = ?", JSON.stringify(settings));
      return append();
    });
  }

  saveRole<Value>({ member, name, role }: MemberRole, append: () => Value): Value {
    return this.sql.transaction(() => {
      if (role === "guest") this.sql.all("DELETE FROM role WHERE member = ?", member);
      else
        this.sql.all("INSERT OR REPLACE INTO role (member, name, role) VALUES (?, ?, ?)", member, name, role);
      return append();
    });
  }

  lastPosts(): LastPosts {
    const rows = this.sql.all("SELECT sender, at FROM slow_mode");
    return new Map(rows.map((row) => [text(row, "sender"), integer(row, "at")]));
  }

  notePosts(senders: readonly string[], at: number): void {
    for (const sender of senders)
      this.sql.all("INSERT OR REPLACE INTO slow_mode (sender, at) VALUES (?, ?)", sender, at);
  }

  forgetPosts(at: number): void {
    this.sql.all("DELETE FROM slow_mode WHERE at <= ?", at);
  }
}

/** Creates the tables, with the owner. The caller holds the transaction, and stores that the room is owned. */
export function createAuthority(sql: Sql, { ownerKeyHash, settings, activeAt }: NewOwnership): void {
  for (const table of TABLES) sql.all(table);
  sql.all(
    "INSERT INTO authority (id, owner_key_hash, settings, active_at) VALUES (1, ?, ?, ?)",
    ownerKeyHash,
    JSON.stringify(settings),
    activeAt,
  );
}

/** The settings that this release knows. Each is read by itself, so that one of a later release does not cost the others. */
function parseSettings(json: string): RoomSettings {
  const stored = v.record(v.unknown()).parse(JSON.parse(json));
  const known = Object.entries(stored).filter(
    ([name, value]) => roomSettingsSchema.try({ [name]: value }, { mode: "strict" }).ok,
  );
  return roomSettingsSchema.parse(Object.fromEntries(known));
}

/** The role of a later release is that of a reader: less than any that could be meant. */
function parseRole(stored: string): Role {
  const role = roleSchema.try(stored);
  return role.ok ? role.value : "reader";
}
