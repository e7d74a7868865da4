/** `components.parameters`: the path, query and header parameters of the operations. */
import { commandIdSchema, seqSchema, stateKeySchema } from "../../protocol/fields.ts";
import { jsonSchemaOf, type JsonSchema } from "./json-schema.ts";

interface Parameter {
  /** the name where it is not the key */
  readonly name?: string;
  readonly in: "path" | "query" | "header";
  readonly description: string;
  readonly schema: JsonSchema;
  readonly required?: true;
}

const NONE = new Map<unknown, string>();
const SEQ = jsonSchemaOf(seqSchema, NONE);
const COMMAND_ID = jsonSchemaOf(commandIdSchema, NONE);
const TEXT = { type: "string" };

const PARAMETERS = {
  room: {
    in: "path",
    description: "The room's name (SPEC ROOM-1): letters, digits, hyphens and underscores in any script.",
    schema: TEXT,
  },
  seq: { in: "path", description: "The message's number.", schema: SEQ },
  emoji: { in: "path", description: "Exactly one emoji.", schema: TEXT },
  id: { in: "path", description: "The link's id.", schema: TEXT },
  key: { in: "path", description: "The key (SPEC STATE-1).", schema: jsonSchemaOf(stateKeySchema, NONE) },
  kid: { in: "path", description: "The key's name (SPEC HTTP-22).", schema: TEXT },
  name: { in: "query", description: "Of a guest without a token.", schema: TEXT },
  session: { in: "query", description: "The client's session (SPEC READ-2).", schema: COMMAND_ID },
  generation: {
    in: "query",
    description: "The number of the session's attempt to join (SPEC READ-2).",
    schema: { type: "integer", minimum: 0 },
  },
  after: {
    in: "query",
    description: "A position, or empty: makes the request a poll (SPEC POLL-1).",
    schema: TEXT,
  },
  wait: {
    in: "query",
    description: "How long a poll waits, in seconds.",
    schema: { type: "integer", minimum: 0, maximum: 25 },
  },
  answersOnStream: {
    name: "wait",
    in: "query",
    description: "0: the session's stream has the answers to changes of the state that wait (SPEC HTTP-9).",
    schema: { type: "string", enum: ["0"] },
  },
  welcome: {
    in: "query",
    description: "1: the poll begins with a `welcome`.",
    schema: { type: "string", enum: ["1"] },
  },
  before: { in: "query", description: "The page ends before this seq.", schema: SEQ },
  limit: { in: "query", description: "The size of the page.", schema: { type: "integer", minimum: 1 } },
  beforeEntry: {
    name: "before",
    in: "query",
    description: "The page ends before the entry of this id.",
    schema: { type: "integer", minimum: 1 },
  },
  cursor: { in: "query", description: "Of the page before.", schema: TEXT },
  afterKey: { name: "after", in: "query", description: "The last key of the page before.", schema: TEXT },
  afterMember: { name: "after", in: "query", description: "Of the page before.", schema: TEXT },
  position: { in: "query", description: "Where to go on.", schema: TEXT },
  lastEventId: {
    name: "Last-Event-ID",
    in: "header",
    description: "The same, as browsers send it.",
    schema: TEXT,
  },
  as: { in: "query", description: "Escaped HTML (SPEC HTML-1).", schema: { type: "string", enum: ["html"] } },
  q: {
    in: "query",
    description: "Words and phrases (SPEC SEARCH-2).",
    schema: TEXT,
    required: true,
  },
  prefix: { in: "query", description: "The beginning of a name (SPEC HTTP-16).", schema: TEXT },
  on: {
    in: "query",
    description: "`false` when typing stops.",
    schema: { type: "string", enum: ["true", "false"] },
  },
  help: { in: "query", description: "How to use this address.", schema: TEXT },
  lang: {
    in: "query",
    description: "The language of the page.",
    schema: TEXT,
  },
  theme: {
    in: "query",
    description: "The theme of the page.",
    schema: { type: "string", enum: ["auto", "light", "dark"] },
  },
  dir: {
    in: "query",
    description: "The direction of the page.",
    schema: { type: "string", enum: ["ltr", "rtl"] },
  },
  accent: { in: "query", description: "A colour `#rrggbb`.", schema: TEXT },
  readOnly: {
    name: "read-only",
    in: "query",
    description: "Without a composer (SPEC EMBED-14).",
    schema: TEXT,
  },
  draft: { in: "query", description: "A text for the empty composer.", schema: TEXT },
  url: { in: "query", description: "The link to a room.", schema: TEXT, required: true },
  format: {
    in: "query",
    description: "The form of the answer.",
    schema: { type: "string", enum: ["json", "xml"] },
  },
  maxwidth: {
    in: "query",
    description: "What the site has space for, in px.",
    schema: { type: "integer", minimum: 1 },
  },
  maxheight: { in: "query", description: "The same.", schema: { type: "integer", minimum: 1 } },
  roomName: { name: "room", in: "query", description: "Leads to this room.", schema: TEXT },
  idempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description: "A repeat with the same key has no second effect (SPEC HTTP-4).",
    schema: COMMAND_ID,
  },
  ifMatch: {
    name: "If-Match",
    in: "header",
    description: "The `ETag` that the key must have.",
    schema: TEXT,
  },
  ifNoneMatchAny: {
    name: "If-None-Match",
    in: "header",
    description: "`*`: the key must not be set.",
    schema: { type: "string", enum: ["*"] },
  },
  ifNoneMatch: {
    name: "If-None-Match",
    in: "header",
    description: "An `ETag` of an earlier answer.",
    schema: TEXT,
  },
} as const satisfies Readonly<Record<string, Parameter>>;

export type ParameterName = keyof typeof PARAMETERS;

export function componentParameters(): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries<Parameter>(PARAMETERS).map(([key, { name = key, required, ...rest }]) => [
      key,
      { name, ...rest, ...(rest.in === "path" || required ? { required: true } : {}) },
    ]),
  );
}
