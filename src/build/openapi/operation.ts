/** An operation of the HTTP side, and its form in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1). */
import { ERRORS, type ErrorCode } from "../../protocol/errors.ts";
import { referenceTo } from "./components.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { ParameterName } from "./parameters.ts";

export interface Operation {
  /** unique: the name of the function in a generated client */
  readonly id: string;
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** with `{parameters}` */
  readonly path: string;
  readonly tag: Tag;
  /** one sentence, with the rule of SPEC.md */
  readonly summary: string;
  readonly description?: string;
  /** whether the operation takes a bearer token: never, if there is one, or always */
  readonly token: "none" | "optional" | "required";
  /** besides those in the path */
  readonly parameters?: readonly ParameterName[];
  readonly body?: Body;
  readonly answers: Readonly<Record<number, Answer>>;
  readonly errors: readonly ErrorCode[];
}

export const TAGS = {
  Rooms: "Create, find, look at and delete rooms.",
  Messages: "Publish messages, and change them.",
  Reading: "Read a room: pages, polls, streams, searches.",
  State: "What members share beside messages.",
  Members: "Who is here, and what identifies them.",
  Owners: "Settings, links, keys and the log of moderation: for owners and moderators.",
  Pages: "What browsers show.",
} as const;
export type Tag = keyof typeof TAGS;

export interface Answer {
  readonly description: string;
  readonly content?: Readonly<Record<string, JsonSchema>>;
  readonly headers?: readonly HeaderName[];
}

export interface Body {
  readonly required: boolean;
  readonly content: Readonly<Record<string, JsonSchema>>;
}

/** `components.headers`. */
export const HEADERS = {
  ETag: "The position, or a key's version, for `If-None-Match` and `If-Match`.",
  Location: "Where it is.",
  "Retry-After": "When a retry helps, in seconds.",
} as const;
export type HeaderName = keyof typeof HEADERS;

export function ref(name: string): JsonSchema {
  return { $ref: referenceTo(name) };
}

/** An answer, or a body, of JSON. */
export function json(...names: readonly string[]): Readonly<Record<string, JsonSchema>> {
  const [only, ...others] = names.map(ref);
  if (only === undefined) throw new Error("an answer needs a schema");
  return { "application/json": others.length === 0 ? only : { oneOf: [only, ...others] } };
}

/** A text that no schema describes further. */
export function text(type: string): Readonly<Record<string, JsonSchema>> {
  return { [type]: { type: "string" } };
}

export const DONE: Answer = { description: "Done." };
export const UNCHANGED: Answer = { description: "Not changed since the `ETag` of `If-None-Match`." };
export const PAGE: Answer = { description: "The page.", content: text("text/html") };

/** What every request below a room may be refused for. */
export const ROOM_ERRORS = [
  "bad_request",
  "invalid_room_name",
  "room_not_found",
  "room_deleted",
  "forbidden",
  "rate_limited",
  "overloaded",
  "unavailable",
] as const satisfies readonly ErrorCode[];

/** What a reader may be refused for, besides. */
export const READER_ERRORS = [
  ...ROOM_ERRORS,
  "invalid_token",
  "expired_token",
  "revoked_token",
  "sign_in_expired",
  "members_only",
  "banned",
  "kicked",
] as const satisfies readonly ErrorCode[];

/** What a sender may be refused for, besides. */
export const SENDER_ERRORS = [
  ...READER_ERRORS,
  "token_needed",
  "read_only",
  "muted",
  "too_large",
  "unsupported_media_type",
  "invalid_text",
] as const satisfies readonly ErrorCode[];

/** The page that explains a failure to a person. */
export const PAGE_ERRORS = [
  "room_not_found",
  "room_deleted",
  "rate_limited",
  "unavailable",
] as const satisfies readonly ErrorCode[];

/** The Operation Object (§4.8.10). */
export function operationObject(operation: Operation): JsonSchema {
  const { id, tag, summary, description, token, path, parameters = [], body, answers, errors } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const named = [...inPath, ...parameters];
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: SECURITY[token],
    ...(named.length === 0
      ? {}
      : { parameters: named.map((name) => ({ $ref: `#/components/parameters/${name}` })) }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: body.required, content: mediaTypes(body.content) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [status, responseObject(answer)]),
      ),
      ...problemResponses(operation.tag === "Pages" ? "page" : "problem", errors),
      default: { description: "Any other failure.", content: PROBLEM_CONTENT },
    },
  };
}

const SECURITY: Readonly<Record<Operation["token"], unknown>> = {
  none: [],
  optional: [{}, { token: [] }],
  required: [{ token: [] }],
};

const PROBLEM_CONTENT = { "application/problem+json": { schema: ref("Problem") } };

function responseObject({ description, content, headers }: Answer): JsonSchema {
  return {
    description,
    ...(headers === undefined ? {} : { headers: headerReferences(headers) }),
    ...(content === undefined ? {} : { content: mediaTypes(content) }),
  };
}

function mediaTypes(content: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }]));
}

function headerReferences(names: readonly HeaderName[]): JsonSchema {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** A response for each status of `errors`, with the codes that it may have. A page shows the failure in a page. */
function problemResponses(kind: "page" | "problem", errors: readonly ErrorCode[]): JsonSchema {
  const byStatus = Map.groupBy(
    [...new Set(errors)].flatMap((code) => statusesOf(code).map((status) => ({ code, status }))),
    ({ status }) => status,
  );
  return Object.fromEntries(
    [...byStatus].map(([status, failures]) => {
      const codes = failures.map(({ code }) => code);
      const problem = { schema: { ...ref("Problem"), properties: { code: { enum: codes } } } };
      const retry = codes.some((code) => ERRORS[code].temporary);
      const shown = kind === "page" ? { "text/html": { schema: { type: "string" } } } : {};
      const response = {
        description: codes.map((code) => `\`${code}\``).join(", "),
        ...(retry ? { headers: headerReferences(["Retry-After"]) } : {}),
        content: { "application/problem+json": problem, ...shown },
      };
      return [status, response];
    }),
  );
}

/** Its own status, and 401 where a token would help (SPEC PRIV-1). */
function statusesOf(code: ErrorCode): number[] {
  const { status } = ERRORS[code];
  return code === "members_only" ? [401, status] : [status];
}
