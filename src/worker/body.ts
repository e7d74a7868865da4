/** What a POST says, in any of the forms that a room takes (SPEC HTTP-4). */
import * as v from "@badrap/valita";
import { commandIdSchema, seqSchema } from "../protocol/fields.ts";
import { failure, type Failure } from "../protocol/errors.ts";
import { nestsDeeper } from "../protocol/nesting.ts";
import { fail, ok, type Result } from "../text/result.ts";

const bodySchema = v.object({
  text: v.string(),
  id: commandIdSchema.optional(),
  replyTo: seqSchema.optional(),
  name: v.string().optional(),
});
export type PublishBody = v.Infer<typeof bodySchema>;

export interface BodyLimits {
  readonly frameBytes: number;
  readonly frameDepth: number;
}

/** Reads and checks the body of a publish. */
export async function readPublishBody(
  request: Request,
  limits: BodyLimits,
): Promise<Result<PublishBody, Failure>> {
  const encoding = request.headers.get("Content-Encoding");
  if (encoding !== null && encoding !== "identity") {
    return fail(failure("unsupported_media_type", "Send the body without a content encoding."));
  }
  const parse = PARSERS.get(mediaType(request.headers.get("Content-Type")));
  if (parse === undefined) return fail(failure("unsupported_media_type"));
  const body = await readText(request, limits.frameBytes);
  return body.ok ? parse(body.value, limits) : body;
}

type Parse = (body: string, limits: BodyLimits) => Result<PublishBody, Failure>;

const PARSERS: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ["application/json", parseJson],
  ["application/x-www-form-urlencoded", parseForm],
  ["text/plain", parsePlain],
  ["", parsePlain],
]);

/** The media type of a `Content-Type` header, without its parameters. */
export function mediaType(header: string | null): string {
  return ((header ?? "").split(";")[0] ?? "").trim().toLowerCase();
}

function parseJson(body: string, { frameDepth }: BodyLimits): Result<PublishBody, Failure> {
  if (nestsDeeper(body, frameDepth)) return fail(failure("bad_request", "The JSON nests too deep."));
  try {
    return check(JSON.parse(body));
  } catch {
    return fail(failure("bad_request", "The body is not JSON."));
  }
}

/** `curl -d hello URL` calls itself a form, but has no `text` field: then the whole body is the text. */
function parseForm(body: string): Result<PublishBody, Failure> {
  const form = new URLSearchParams(body);
  if (!form.has("text")) return parsePlain(body);
  const replyTo = form.get("replyTo");
  return check({
    text: form.get("text"),
    ...optionalField("id", form.get("id")),
    ...optionalField("name", form.get("name")),
    ...(replyTo === null || replyTo === "" ? {} : { replyTo: Number(replyTo) }),
  });
}

function parsePlain(body: string): Result<PublishBody, Failure> {
  return ok({ text: body });
}

function optionalField(name: string, value: string | null): Record<string, string> {
  return value === null || value === "" ? {} : { [name]: value };
}

function check(value: unknown): Result<PublishBody, Failure> {
  const parsed = bodySchema.try(value, { mode: "strip" });
  if (parsed.ok) return parsed;
  const [issue] = parsed.issues;
  const path = issue?.path.join(".") ?? "";
  return fail(
    failure("bad_request", path === "" ? 'Send an object with a "text".' : `"${path}" is missing or wrong.`),
  );
}

/** The body as text; refused past `maxBytes` without reading on, and where it is not UTF-8. */
async function readText(request: Request, maxBytes: number): Promise<Result<string, Failure>> {
  if (Number(request.headers.get("Content-Length") ?? 0) > maxBytes) return fail(failure("too_large"));
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let bytes = 0;
  let text = "";
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) return fail(failure("too_large"));
      text += decoder.decode(chunk, { stream: true });
    }
    return ok(text + decoder.decode());
  } catch {
    return fail(failure("invalid_text", "The body is not UTF-8, or ended early."));
  }
}
