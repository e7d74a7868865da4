/** Schemas of answers that the code knows as types only: the compiler compares them, and a test what the server sends. */
import * as v from "@badrap/valita";
import { auditRecordSchema, type AuditEntry, type AuditPage } from "../../protocol/audit.ts";
import { EVENTS, type RoomEvent } from "../../protocol/events.ts";
import { messageSchema } from "../../protocol/events/message.ts";
import { roomSettingsSchema } from "../../protocol/events/settings.ts";
import { stateEntrySchema, type StateEntry } from "../../protocol/events/state.ts";
import { membersSchema } from "../../protocol/events/welcome.ts";
import { seqSchema } from "../../protocol/fields.ts";
import type { HolderPage } from "../../protocol/holder-page.ts";
import { clientLimitsSchema } from "../../protocol/limits.ts";
import { LINK_ROLES } from "../../protocol/link-traits.ts";
import { authorSchema, selfSchema } from "../../protocol/member.ts";
import { ROOM_KEY_ROLES, type RoomKeyInfo } from "../../protocol/room-keys.ts";
import type { RoomLink } from "../../protocol/room-link.ts";
import type { SearchPage } from "../../protocol/search-page.ts";
import type { TicketGrant } from "../../protocol/ticket-grant.ts";
import { KEY_ALGORITHMS } from "../../protocol/vouching-key.ts";

/** As `SharedStateView` of the room has it. */
interface SharedStateView {
  readonly position: string;
  readonly entries: readonly StateEntry[];
}

/** A schema of what the server sends as `Value`. Its optional fields have `undefined` too, which JSON leaves out. */
interface Sends<Value> {
  parse(value: unknown): {
    [Field in keyof Value]: object extends Pick<Value, Field> ? Value[Field] | undefined : Value[Field];
  };
}

export const roomEventSchema: v.Type<RoomEvent> = v.union(
  ...Object.values(EVENTS).map(({ schema }): v.Type<RoomEvent> => schema),
);

export const healthSchema = v.object({ status: v.literal("ok"), version: v.string() });

export const createdRoomSchema = v.object({ url: v.string(), name: v.string(), ownerKey: v.string() });

export const listedRoomsSchema = v.object({
  rooms: v.array(
    v.object({
      url: v.string(),
      name: v.string(),
      title: v.string().optional(),
      topic: v.string().optional(),
      language: v.string().optional(),
      members: v.number(),
      activeAt: v.number(),
    }),
  ),
  cursor: v.string().optional(),
});

export const oembedSchema = v.object({
  version: v.literal("1.0"),
  type: v.literal("rich"),
  title: v.string(),
  provider_name: v.string(),
  provider_url: v.string(),
  cache_age: v.number(),
  width: v.number(),
  height: v.number(),
  html: v.string(),
});

export const roomInfoSchema = v.object({
  name: v.string(),
  born: v.boolean(),
  position: v.string(),
  members: v.number(),
  limits: clientLimitsSchema,
  settings: roomSettingsSchema,
});

export { membersSchema };

/** A page of messages, oldest first. */
export const historyPageSchema = v.object({
  position: v.string(),
  events: v.array(messageSchema),
  more: v.boolean(),
  before: seqSchema.optional(),
});

export const pollSchema = v.object({
  position: v.string(),
  recovered: v.boolean(),
  events: v.array(roomEventSchema),
  more: v.literal(true).optional(),
  older: v.boolean().optional(),
});

export const sharedStateSchema = v.object({
  position: v.string(),
  entries: v.array(stateEntrySchema),
  more: v.boolean(),
}) satisfies Sends<SharedStateView>;

export const searchPageSchema = v.object({
  position: v.string(),
  events: v.array(messageSchema),
  more: v.boolean(),
  before: seqSchema.optional(),
}) satisfies Sends<SearchPage>;

export const holderPageSchema = v.object({
  holders: v.array(authorSchema),
  more: v.boolean(),
  after: v.string().optional(),
}) satisfies Sends<HolderPage>;

export const ticketSchema = v.object({
  ticket: v.string(),
  at: v.number(),
  self: selfSchema,
}) satisfies Sends<TicketGrant>;

export const linkSchema = v.object({
  id: v.string(),
  url: v.string(),
  role: v.union(...LINK_ROLES.map((role) => v.literal(role))),
  expiresAt: v.number(),
  uses: v.number().optional(),
}) satisfies Sends<RoomLink>;

export const linksSchema = v.object({ links: v.array(linkSchema) });

export const keySchema = v.object({
  kid: v.string(),
  iss: v.string(),
  alg: v.union(...KEY_ALGORITHMS.map((alg) => v.literal(alg))),
  maxRole: v.union(...ROOM_KEY_ROLES.map((role) => v.literal(role))),
  createdAt: v.number(),
}) satisfies Sends<RoomKeyInfo>;

export const keysSchema = v.object({ keys: v.array(keySchema) });

export const ownerKeySchema = v.object({ ownerKey: v.string() });

const auditEntrySchema = auditRecordSchema.extend({ id: v.number() }) satisfies Sends<AuditEntry>;

export const auditPageSchema = v.object({
  entries: v.array(auditEntrySchema),
  more: v.boolean(),
  before: v.number().optional(),
}) satisfies Sends<AuditPage>;

/** To the room's own page alone. */
export const guestCookieSchema = v.object({ token: v.string() });
