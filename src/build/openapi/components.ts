/** The named schemas of the description: from the protocol's own, in the order in which a reader needs them. */
import type * as v from "@badrap/valita";
import { COMMANDS } from "../../protocol/commands.ts";
import { ERRORS } from "../../protocol/errors.ts";
import { EVENTS } from "../../protocol/events.ts";
import { roomSettingsSchema, settingsChangeSchema } from "../../protocol/events/settings.ts";
import { keyStateSchema } from "../../protocol/events/error.ts";
import { stateEntrySchema } from "../../protocol/events/state.ts";
import { reactionSummarySchema } from "../../protocol/events/message.ts";
import {
  memberSearchBodySchema,
  publishBodySchema,
  searchBodySchema,
  ticketBodySchema,
} from "../../protocol/http-bodies.ts";
import { clientLimitsSchema } from "../../protocol/limits.ts";
import { LINK_ROLES } from "../../protocol/link-traits.ts";
import { authorSchema, memberSchema, roleSchema, selfSchema } from "../../protocol/member.ts";
import { roomKeyRequestSchema } from "../../protocol/room-keys.ts";
import { linkRequestSchema } from "../../protocol/room-link.ts";
import { MAX_EMBED_ORIGINS, READERS, WRITERS } from "../../protocol/settings.ts";
import { tokenRevocationSchema } from "../../protocol/token-revocation.ts";
import * as answers from "./answers.ts";
import { inlineSchemaOf, type JsonSchema, type References } from "./json-schema.ts";

interface Component {
  readonly schema: v.Type;
  readonly description: string;
  /** what the schema's refinements say of its fields, where that cannot be measured */
  readonly fields?: Readonly<Record<string, JsonSchema>>;
  /** fields without which no value passes, although the schema lets them be absent */
  readonly required?: readonly string[];
}

const SETTING_FIELDS = {
  read: { type: "string", enum: Object.keys(READERS) },
  write: { type: "string", enum: Object.keys(WRITERS) },
  embedOrigins: {
    type: "array",
    items: { type: "string", description: 'an origin, such as "https://shop.example"' },
    maxItems: MAX_EMBED_ORIGINS,
  },
} as const satisfies Readonly<Record<string, JsonSchema>>;

const COMPONENTS: Readonly<Record<string, Component>> = {
  Role: { schema: roleSchema, description: "In order: each may do what those after it may." },
  Author: { schema: authorSchema, description: "Who caused an event, with the name of that time." },
  Member: { schema: memberSchema, description: "A member in the roster." },
  Self: { schema: selfSchema, description: "The client's own member, with its token." },
  RoomSettings: {
    schema: roomSettingsSchema,
    description: "What differs from the defaults (SPEC SET-2).",
    fields: SETTING_FIELDS,
  },
  ClientLimits: { schema: clientLimitsSchema, description: "The limits that a client keeps to." },
  StateEntry: { schema: stateEntrySchema, description: "A key of the shared state." },
  KeyState: { schema: keyStateSchema, description: "What a key holds: version 0 if it is not set." },
  ReactionSummary: { schema: reactionSummarySchema, description: "One emoji on a message." },
  ...eventComponents(),
  RoomEvent: { schema: answers.roomEventSchema, description: "Whatever a room sends." },
  ...commandComponents(),
  Health: { schema: answers.healthSchema, description: "That the Worker runs." },
  CreatedRoom: { schema: answers.createdRoomSchema, description: "A new room, and its owner key: once." },
  ListedRooms: { schema: answers.listedRoomsSchema, description: "A page of the list of rooms." },
  Oembed: { schema: answers.oembedSchema, description: "How to show a room (oembed.com)." },
  RoomInfo: { schema: answers.roomInfoSchema, description: "A room at a glance." },
  Members: { schema: answers.membersSchema, description: "The count of all members, and some of them." },
  HistoryPage: { schema: answers.historyPageSchema, description: "Messages, the oldest first." },
  Poll: { schema: answers.pollSchema, description: "What came after a position." },
  SharedState: { schema: answers.sharedStateSchema, description: "A page of the shared state." },
  SearchPage: { schema: answers.searchPageSchema, description: "Messages that match, the newest first." },
  HolderPage: { schema: answers.holderPageSchema, description: "Members who hold an emoji on a message." },
  Ticket: { schema: answers.ticketSchema, description: "Opens one WebSocket within a minute." },
  Link: { schema: answers.linkSchema, description: "A link that gives a role." },
  Links: { schema: answers.linksSchema, description: "The links that the sender may make." },
  Key: { schema: answers.keySchema, description: "A key with which a site vouches, without its material." },
  Keys: { schema: answers.keysSchema, description: "The keys of the room." },
  OwnerKey: { schema: answers.ownerKeySchema, description: "The new owner key: once." },
  AuditPage: { schema: answers.auditPageSchema, description: "The log of moderation, the newest first." },
  GuestCookie: { schema: answers.guestCookieSchema, description: "The token in the cookie." },
  PublishBody: { schema: publishBodySchema, description: "A message." },
  TicketBody: { schema: ticketBodySchema, description: "The name of a new guest, and the key of a link." },
  SearchBody: { schema: searchBodySchema, description: "Words and phrases, as SPEC SEARCH-2 reads them." },
  MemberSearchBody: { schema: memberSearchBodySchema, description: "The beginning of a name." },
  LinkRequest: {
    schema: linkRequestSchema,
    description: "What the link is to give.",
    fields: { role: { type: "string", enum: LINK_ROLES } },
  },
  KeyRequest: {
    schema: roomKeyRequestSchema,
    description: "A public key as a JWK, or a secret of 32 to 512 bytes in base64url.",
    fields: { key: { oneOf: [{ type: "string" }, { type: "object" }] } },
    required: ["key"],
  },
  TokenRevocation: { schema: tokenRevocationSchema, description: "The claims of the token." },
};

export type ComponentName = keyof typeof COMPONENTS;

function eventComponents(): Record<string, Component> {
  const components = Object.entries(EVENTS).map(([type, { schema, durable }]): [string, Component] => [
    eventName(type),
    { schema, description: durable ? "A durable event: stored and replayed." : "An event." },
  ]);
  return Object.fromEntries(components);
}

function commandComponents(): Record<string, Component> {
  return Object.fromEntries(
    Object.entries(COMMANDS)
      .filter(([type]) => type !== "flow")
      .map(([type, { schema, minRole }]): [string, Component] => [
        `${capitalized(type)}Command`,
        { schema, description: `A command of the least role "${minRole}".` },
      ]),
  );
}

/** `Message`, `EditEvent`, … */
export function eventName(type: string): string {
  return type === "message" ? "Message" : `${capitalized(type)}Event`;
}

function capitalized(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

const REFERENCES: References = new Map<unknown, string>([
  ...Object.entries(COMPONENTS).map(([name, { schema }]): [unknown, string] => [schema, referenceTo(name)]),
  [settingsChangeSchema, referenceTo("SettingsChange")],
]);

export function referenceTo(name: string): string {
  return `#/components/schemas/${name}`;
}

/** `components.schemas` of the document. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const schemas = Object.fromEntries(
    Object.entries(COMPONENTS).map(([name, component]) => [name, componentSchema(component)]),
  );
  const settings = schemas["RoomSettings"];
  if (settings === undefined) throw new Error("there are no settings");
  const change = { ...settings, additionalProperties: false };
  return {
    ...schemas,
    Command: {
      description: "What a client asks of a room.",
      oneOf: Object.keys(commandComponents()).map((name) => ({ $ref: referenceTo(name) })),
    },
    SettingsChange: { ...change, description: "Settings to change, at least one.", minProperties: 1 },
    RoomCreation: {
      ...change,
      description: "Settings of the new room, and its name: one of random words if absent.",
      properties: { name: { type: "string" }, ...(settings["properties"] as object) },
    },
    Problem: PROBLEM,
  };
}

function componentSchema({ schema, description, fields = {}, required = [] }: Component): JsonSchema {
  const derived = inlineSchemaOf(schema, REFERENCES);
  const properties = derived["properties"] as Readonly<Record<string, JsonSchema>> | undefined;
  if (properties === undefined) return { description, ...derived };
  for (const name of Object.keys(fields))
    if (!Object.hasOwn(properties, name)) throw new Error(`there is no field ${name}`);
  const all = [...((derived["required"] as readonly string[] | undefined) ?? []), ...required];
  return {
    description,
    ...derived,
    properties: { ...properties, ...fields },
    ...(all.length === 0 ? {} : { required: all }),
  };
}

const PROBLEM = {
  description: "A failure (RFC 9457).",
  type: "object",
  required: ["type", "title", "status", "code", "detail"],
  properties: {
    type: { const: "about:blank" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", enum: Object.keys(ERRORS) },
    detail: { type: "string", description: "for a person" },
    until: { type: "number", description: "when a mute or ban ends, in ms since 1970" },
    current: { description: "what a key holds that has another version", $ref: referenceTo("KeyState") },
    name: { type: "string", description: "the room's name, where nothing else of it may be read" },
    suggestion: { type: "string", description: "the nearest valid name" },
    usage: { type: "array", items: { type: "string" }, description: "to a terminal: the right request" },
  },
} as const satisfies JsonSchema;
