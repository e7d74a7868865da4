/** Parses the body of a POST or PATCH: JSON, a form or plain text (SPEC HTTP-4, FORM-1). */
import * as v from "@badrap/valita";
import { failure, type Failure } from "../protocol/errors.ts";
import {
  publishBodySchema,
  ticketBodySchema,
  type PublishBody,
  type TicketBody,
} from "../protocol/http-bodies.ts";
import { exceedsDepth } from "../protocol/nesting.ts";
import { bodyFailure } from "../room/limit-failures.ts";
import { fail, ok, type Result } from "../text/result.ts";
import {
  fileField,
  formFields,
  isForm,
  MULTIPART_FORM,
  readMultipart,
  URL_ENCODED_FORM,
} from "./form-body.ts";

export interface BodyLimits {
  readonly frameBytes: number;
  readonly frameDepth: number;
}

/** Reads and validates the body of a publish or an edit. */
export function readPublishBody(request: Request, limits: BodyLimits): Promise<Result<PublishBody, Failure>> {
  return readBody(request, limits, PUBLISH_PARSERS);
}

/** At most so many commands in one request (SPEC HTTP-9). */
const MAX_COMMANDS = 50;

/** Reads the body of `POST …/commands`, one command or an array of them, and returns each as the frame of a socket. */
export function readCommandsBody(
  request: Request,
  limits: BodyLimits,
): Promise<Result<readonly string[], Failure>> {
  return readBody(request, limits, COMMANDS_PARSERS);
}

/** Reads a JSON body of this schema. */
export function readJsonBody<Value>(
  request: Request,
  limits: BodyLimits,
  schema: v.Type<Value>,
  mediaTypes = ["application/json"],
): Promise<Result<Value, Failure>> {
  const parse: Parse<Value> = ({ text }) => parseJson(text, limits, (value) => parseAs(schema, value));
  return readBody(request, limits, new Map(mediaTypes.map((type) => [type, parse])));
}

/** Reads a body that can only be JSON, also under the types that `curl -d` and other simple clients give it. */
export function readAnyJson(request: Request, limits: BodyLimits): Promise<Result<unknown, Failure>> {
  return readJsonBody(request, limits, v.unknown(), ["application/json", URL_ENCODED_FORM, "text/plain", ""]);
}

/** Reads the body of `POST …/ticket`: JSON, a form, or none. */
export function readTicketBody(request: Request, limits: BodyLimits): Promise<Result<TicketBody, Failure>> {
  return readBody(
    request,
    limits,
    new Map<string, Parse<TicketBody>>([
      [
        "application/json",
        ({ text }) => parseJson(text, limits, (value) => parseAs(ticketBodySchema, value)),
      ],
      [
        URL_ENCODED_FORM,
        ({ text }) => parseAs(ticketBodySchema, Object.fromEntries(new URLSearchParams(text))),
      ],
      ["", () => ok({})],
    ]),
  );
}

const objectSchema = v.record(v.unknown());
type JsonObject = v.Infer<typeof objectSchema>;

/** Reads a JSON body that is an object, whose fields are not checked yet. */
export function readObjectBody(request: Request, limits: BodyLimits): Promise<Result<JsonObject, Failure>> {
  return readJsonBody(request, limits, objectSchema);
}

/** Reads the body of `POST /rooms`: an object, whose fields are not checked yet, or none. */
export function readRoomBody(request: Request, limits: BodyLimits): Promise<Result<JsonObject, Failure>> {
  return readBody(
    request,
    limits,
    new Map<string, Parse<JsonObject>>([
      ["application/json", ({ text }) => parseJson(text, limits, (value) => parseAs(objectSchema, value))],
      [
        "",
        ({ text }) =>
          text === "" ? ok({}) : parseJson(text, limits, (value) => parseAs(objectSchema, value)),
      ],
    ]),
  );
}

/** A body that is known to be UTF-8, with what its parser needs of the request's headers. */
interface TextBody {
  readonly text: string;
  readonly headers: Headers;
}

type Parse<Value> = (
  body: TextBody,
  limits: BodyLimits,
) => Result<Value, Failure> | Promise<Result<Value, Failure>>;
type Parsers<Value> = ReadonlyMap<string, Parse<Value>>;

const PUBLISH_PARSERS: Parsers<PublishBody> = new Map<string, Parse<PublishBody>>([
  ["application/json", (body, limits) => parseJson(body.text, limits, parsePublishBody)],
  [URL_ENCODED_FORM, parseUrlEncoded],
  [MULTIPART_FORM, parseMultipart],
  ["text/plain", parsePlain],
  ["", parsePlain],
]);

const COMMANDS_PARSERS: Parsers<readonly string[]> = new Map<string, Parse<readonly string[]>>([
  ["application/json", (body, limits) => parseJson(body.text, limits, toFrames)],
]);

async function readBody<Value>(
  request: Request,
  limits: BodyLimits,
  parsers: Parsers<Value>,
): Promise<Result<Value, Failure>> {
  const { headers } = request;
  const encoding = headers.get("Content-Encoding");
  if (encoding !== null && encoding !== "identity") {
    return fail(failure("unsupported_media_type", "Send the body without a content encoding."));
  }
  const parse = parsers.get(mediaType(headers.get("Content-Type")));
  if (parse === undefined)
    return fail(failure("unsupported_media_type", `Send ${joinWithOr([...parsers.keys()])}.`));
  const text = await readText(request, limits);
  return text.ok ? parse({ text: text.value, headers }, limits) : text;
}

function joinWithOr(types: readonly string[]): string {
  const nonEmptyTypes = types.filter((type) => type !== "");
  return [nonEmptyTypes.slice(0, -1).join(", "), nonEmptyTypes.at(-1)].filter(Boolean).join(" or ");
}

/** The media type of a `Content-Type` header, without its parameters. */
export function mediaType(header: string | null): string {
  return ((header ?? "").split(";")[0] ?? "").trim().toLowerCase();
}

function parseJson<Value>(
  body: string,
  { frameDepth }: BodyLimits,
  parseValue: (value: unknown) => Result<Value, Failure>,
): Result<Value, Failure> {
  // An array of commands nests one level deeper than a frame.
  if (exceedsDepth(body, frameDepth + 1)) return fail(failure("bad_request", "The JSON nests too deep."));
  try {
    return parseValue(JSON.parse(body));
  } catch {
    return fail(failure("bad_request", "The body is not JSON."));
  }
}

function toFrames(value: unknown): Result<readonly string[], Failure> {
  const commands: unknown[] = Array.isArray(value) ? value : [value];
  if (commands.length > MAX_COMMANDS) {
    return fail(failure("bad_request", `Send at most ${MAX_COMMANDS} commands at once.`));
  }
  return ok(commands.map((command) => JSON.stringify(command)));
}

function parseUrlEncoded({ text, headers }: TextBody): Result<PublishBody, Failure> {
  return isForm(text, headers) ? parsePublishBody(formFields(new URLSearchParams(text))) : ok({ text });
}

async function parseMultipart({ text, headers }: TextBody): Promise<Result<PublishBody, Failure>> {
  const form = await readMultipart(text, headers.get("Content-Type") ?? "");
  if (form === undefined) return fail(failure("bad_request", "The body is not multipart/form-data."));
  const file = fileField(form);
  if (file !== undefined) return fail(failure("bad_request", fileHint(file)));
  return parsePublishBody(formFields(form));
}

/** `curl -F name=@file` sends a file, and `-F 'name=<file'` what is in it. */
function fileHint(field: string): string {
  return `"${field}" is a file. Send what is in it as the field itself; with curl: -F '${field}=<file'.`;
}

function parsePlain({ text }: TextBody): Result<PublishBody, Failure> {
  return ok({ text });
}

function parsePublishBody(value: unknown): Result<PublishBody, Failure> {
  return parseAs(publishBodySchema, value, 'Send an object with a "text".');
}

function parseAs<Value>(
  schema: v.Type<Value>,
  value: unknown,
  hint = "Send an object.",
): Result<Value, Failure> {
  const parsed = schema.try(value, { mode: "strip" });
  if (parsed.ok) return parsed;
  const path = parsed.issues[0]?.path.join(".") ?? "";
  return fail(failure("bad_request", path === "" ? hint : `"${path}" is missing or wrong.`));
}

/** The body as text; `too_large` past its limit, without reading on, and `invalid_text` if it is not UTF-8. */
async function readText(request: Request, limits: BodyLimits): Promise<Result<string, Failure>> {
  const { frameBytes: maxBytes } = limits;
  if (Number(request.headers.get("Content-Length") ?? 0) > maxBytes) return fail(bodyFailure(limits));
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let bytes = 0;
  let text = "";
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) return fail(bodyFailure(limits));
      text += decoder.decode(chunk, { stream: true });
    }
    return ok(text + decoder.decode());
  } catch {
    return fail(failure("invalid_text", "The body is not UTF-8, or ended early."));
  }
}
