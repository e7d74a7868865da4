/** The audit log of a room (SPEC MOD-9): who did what to whom, when and why. As it is stored and sent. */
import * as v from "@badrap/valita";
import { ACT_NAMES } from "./acts.ts";
import { roomSettingsSchema } from "./events/settings.ts";
import { seqSchema } from "./fields.ts";
import { authorSchema, roleSchema } from "./member.ts";

/**
 * The acts of MOD-1, and everything else that is recorded. `claim`: took a role by the owner key or a link; `link` and
 * `unlink`: made or revoked a link; `owner_key`: replaced the owner key; `add_key` and `remove_key`: a key with which a site
 * vouches; `revoke_token`: a token of a site.
 */
const AUDITED_ACTIONS = [
  ...ACT_NAMES,
  "delete",
  "restore",
  "role",
  "claim",
  "link",
  "unlink",
  "owner_key",
  "add_key",
  "remove_key",
  "revoke_token",
  "clear",
  "settings",
] as const;

const ENTRY_FIELDS = {
  /** ms since 1970 */
  at: v.number(),
  /** who did it, with the name of that time */
  from: authorSchema,
  action: v.union(...AUDITED_ACTIONS.map((action) => v.literal(action))),
  /** whom it was done to; absent where it was done to none */
  member: authorSchema.optional(),
  /** when a mute or ban ends; for good if absent */
  until: v.number().optional(),
  reason: v.string().optional(),
  /** addresses of the member were banned too; none of them is ever sent */
  address: v.literal(true).optional(),
  /** the message that was deleted or restored */
  seq: seqSchema.optional(),
  /** the role that the member has since, or that a link gives */
  role: roleSchema.optional(),
  /** the name of the key that was added or removed */
  kid: v.string().optional(),
  /** the name of the token that was revoked, by its site */
  jti: v.string().optional(),
  /** the settings that were changed */
  settings: roomSettingsSchema.optional(),
};

/** What is recorded. */
export const auditRecordSchema = v.object(ENTRY_FIELDS);
export type AuditRecord = v.Infer<typeof auditRecordSchema>;

/** A record with its number in the audit log, which grows. */
export type AuditEntry = AuditRecord & { readonly id: number };

/** `GET /r/{room}/audit`: newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly more: boolean;
  /** `before` of the request for the next page; present exactly if `more` is true */
  readonly before?: number;
}
