/** Serves the static files of public/, as the platform's asset router does (wrangler.toml, `[assets]`). */
import type { ServedFile } from "./served-file.ts";

export interface FileBindings {
  /** the files by path */
  readonly FILES: Readonly<Record<string, ServedFile>>;
  /** the folder with their contents */
  readonly PUBLIC: Fetcher;
}

/** As the Worker's own answers have it (security-headers.ts); never over plain HTTP (RFC 6797 §7.2). */
const TRANSPORT_SECURITY = { "Strict-Transport-Security": "max-age=31536000" };

/** The file that a GET or HEAD asks for; undefined if there is none, so that the Worker answers. */
export function serveFile(request: Request, { FILES, PUBLIC }: FileBindings): Promise<Response> | undefined {
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  const { pathname, protocol } = new URL(request.url);
  const file = Object.hasOwn(FILES, pathname) ? FILES[pathname] : undefined;
  if (file === undefined) return redirectToDocument(request, FILES);
  const headers = protocol === "https:" ? { ...file.headers, ...TRANSPORT_SECURITY } : file.headers;
  return answer(request, { ...file, headers }, PUBLIC);
}

/** To a folder's index by its slash, and to a document without its `.html`: 307, as on the platform. */
function redirectToDocument(request: Request, files: FileBindings["FILES"]): Promise<Response> | undefined {
  const url = new URL(request.url);
  const { pathname } = url;
  url.pathname = pathname.endsWith(".html")
    ? pathname.replace(/(?<=\/)index\.html$|\.html$/, "")
    : `${pathname}/`;
  return Object.hasOwn(files, url.pathname) ? Promise.resolve(Response.redirect(url.href, 307)) : undefined;
}

async function answer(
  request: Request,
  { file, headers, gzip }: ServedFile,
  folder: Fetcher,
): Promise<Response> {
  if (matches(request.headers.get("If-None-Match"), headers["ETag"])) {
    return new Response(null, { status: 304, headers });
  }
  const takesGzip = gzip !== undefined && /\bgzip\b/i.test(request.headers.get("Accept-Encoding") ?? "");
  const { body } = await folder.fetch(`http://public${takesGzip ? gzip : file}`);
  const vary = gzip === undefined ? {} : { Vary: "Accept-Encoding" };
  if (!takesGzip) return new Response(body, { headers: { ...headers, ...vary } });
  return new Response(body, {
    headers: { ...headers, ...vary, "Content-Encoding": "gzip" },
    encodeBody: "manual",
  });
}

/** Weak comparison (RFC 9110 §13.1.2): a proxy that compresses makes the tag weak. */
function matches(ifNoneMatch: string | null, etag: string | undefined): boolean {
  if (ifNoneMatch === null || etag === undefined) return false;
  return ifNoneMatch.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag || tag.trim() === "*");
}
