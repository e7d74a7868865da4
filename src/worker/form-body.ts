/** The fields of a form, and whether a body is one (SPEC FORM-1, FORM-2). */

export const URL_ENCODED_FORM = "application/x-www-form-urlencoded";
export const MULTIPART_FORM = "multipart/form-data";

/** The fields that a form may have, as in a JSON body. */
const FIELDS: ReadonlySet<string> = new Set(["text", "id", "replyTo", "name", "since"]);

const SEQ_FIELDS: ReadonlySet<string> = new Set(["replyTo", "since"]);

/**
 * Whether a body of the type `application/x-www-form-urlencoded` is a form. `curl -d` gives a plain text this type too,
 * and the text may look like a form in its middle: `look at https://site.example/?a=1&text=hi`. So a form has nothing
 * but fields of ours, the text among them. What a page sends is a form whatever else is in it, such as a button's name.
 */
export function isForm(body: string, headers: Headers): boolean {
  if (isFromPage(headers)) return true;
  const pairs = body.split("&").filter((pair) => pair !== "");
  const names = pairs.map((pair) => (pair.includes("=") ? pair.slice(0, pair.indexOf("=")) : undefined));
  return names.includes("text") && names.every((name) => name !== undefined && FIELDS.has(name));
}

/** Browsers send `Origin` with every POST and PATCH, and htmx its own header besides. */
export function isFromPage(headers: Headers): boolean {
  return headers.has("Origin") || headers.has("HX-Request");
}

/** The fields of a multipart body (RFC 7578) of the given `Content-Type`; undefined if it is malformed. */
export function readMultipart(body: string, contentType: string): Promise<FormData | undefined> {
  return new Response(body, { headers: { "Content-Type": contentType } }).formData().catch(() => undefined);
}

/** The first known field that is a file, if any is. */
export function fileField(form: FormData): string | undefined {
  return [...FIELDS].find((name) => form.get(name) instanceof File);
}

/**
 * The known fields of a form as JSON would have them; the first of several with one name. An empty field is absent,
 * except the text.
 */
export function formFields(form: URLSearchParams | FormData): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of FIELDS) {
    const value = form.get(name);
    if (value === null || (value === "" && name !== "text")) continue;
    fields[name] = SEQ_FIELDS.has(name) && typeof value === "string" ? Number(value) : value;
  }
  return fields;
}
