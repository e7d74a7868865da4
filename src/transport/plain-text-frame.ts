/** What a frame of a plain-text client means: a message, a keep-alive, or a form of htmx (SPEC TXT-1, TXT-6, TXT-7). Pure. */
import { failure, type Failure } from "../protocol/errors.ts";
import { seqSchema } from "../protocol/fields.ts";
import { PONG_FRAME } from "../protocol/heartbeat.ts";
import { exceedsDepth } from "../protocol/nesting.ts";

export type PlainTextFrame =
  | { readonly kind: "message"; readonly text: string; readonly replyTo?: number }
  | { readonly kind: "keepalive"; readonly answer: string }
  | { readonly kind: "empty" }
  | { readonly kind: "refused"; readonly failure: Failure };

/** The answer to the keep-alive that a client named itself. */
const PONG_TEXT = "pong";

/** Longer JSON is no keep-alive. */
const MAX_JSON_KEEPALIVE_LENGTH = 512;

/** The fields in which libraries name the type of a JSON frame, and the types of their keep-alives. */
const TYPE_FIELDS = ["type", "event", "action", "op", "method", "command", "cmd", "kind"];
const KEEPALIVE_TYPE = /^(?:ping|pong|heart-?beat|keep-?alive)$/i;

/** htmx sends the headers of a request with a form: version 2 in `HEADERS`, version 4 in `headers`. */
const HTMX_HEADER = '"HX-Request"';

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a frame; `keepalive` is the text that the client named as its keep-alive. */
export function readPlainTextFrame(frame: string, keepalive: string | undefined): PlainTextFrame {
  if (frame === keepalive) return { kind: "keepalive", answer: PONG_TEXT };
  if (frame.trim() === "") return { kind: "empty" };
  const object = parseObject(frame);
  if (object !== undefined && isHtmxForm(object)) return readHtmxForm(object);
  if (object !== undefined && frame.length <= MAX_JSON_KEEPALIVE_LENGTH && isKeepalive(object))
    return { kind: "keepalive", answer: PONG_FRAME };
  return { kind: "message", text: frame };
}

/** The object in a frame that may be a keep-alive or a form of htmx; undefined for every other frame. */
function parseObject(frame: string): JsonObject | undefined {
  const isCandidate = frame.length <= MAX_JSON_KEEPALIVE_LENGTH || frame.includes(HTMX_HEADER);
  if (!isCandidate || !frame.trimStart().startsWith("{") || exceedsDepth(frame, MAX_DEPTH)) return undefined;
  try {
    return asObject(JSON.parse(frame));
  } catch {
    return undefined;
  }
}

/** A form with the headers that htmx sends with it nests two levels deep. */
const MAX_DEPTH = 8;

function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** Whether an object is a keep-alive: it has the type of one, or no other field: `{"ping":1}`. A text is no keep-alive. */
function isKeepalive(object: JsonObject): boolean {
  const [name, ...otherNames] = Object.keys(object);
  if (name === undefined || Object.hasOwn(object, "text")) return false;
  if (otherNames.length === 0 && KEEPALIVE_TYPE.test(name)) return true;
  return TYPE_FIELDS.some((field) => {
    const type = Object.hasOwn(object, field) ? object[field] : undefined;
    return typeof type === "string" && KEEPALIVE_TYPE.test(type);
  });
}

function isHtmxForm({ HEADERS, headers }: JsonObject): boolean {
  const sent = asObject(HEADERS) ?? asObject(headers);
  return sent !== undefined && Object.hasOwn(sent, "HX-Request");
}

/** The message of a form; its other fields, such as the page's URL, are for the server alone. */
function readHtmxForm({ text, replyTo }: JsonObject): PlainTextFrame {
  if (typeof text !== "string") {
    return { kind: "refused", failure: failure("bad_command", 'A form needs one field "text".') };
  }
  if (text.trim() === "") return { kind: "empty" };
  const seq = seqSchema.try(Number(replyTo));
  const isReply = replyTo !== undefined && replyTo !== null && replyTo !== "";
  if (isReply && !seq.ok)
    return { kind: "refused", failure: failure("bad_command", '"replyTo" must be a message\'s number.') };
  return {
    kind: "message",
    text,
    ...(isReply && seq.ok ? { replyTo: seq.value } : {}),
  };
}
