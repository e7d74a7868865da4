/** The security headers that every page and static file of a server must have. */
import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { PROJECT_ROOT } from "./project-root.ts";

const PAGES = [
  "/",
  "/offline",
  "/r/headers",
  "/r/headers/embed",
  "/r/headers/plain",
  "/r/headers/plain?view=embed",
  "/r/a.b",
  "/nothing",
];
const OTHERS = [
  "/health",
  "/manifest.webmanifest",
  "/r/headers/transcript",
  "/r/headers/qr.svg",
  "/r/headers/messages?limit=0",
];

/** Pages that any other may frame (SPEC EMBED-1). */
const EMBEDS: ReadonlySet<string> = new Set(["/r/headers/embed", "/r/headers/plain?view=embed"]);

/** What a page of another site may load, also one that is isolated. */
const CROSS_ORIGIN = /^\/(?:assets|demo|python)\/|^\/[\w-]+\.\w+$|\/qr\.svg$/;

/** One static file of each kind, and each that has a rule of its own, by URL path. */
function staticFiles(): string[] {
  const folder = join(PROJECT_ROOT, "public");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "_headers")
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length));
  const firstOfEachKind = new Map(files.toReversed().map((path) => [extname(path), path]));
  const withOwnRule = files.filter((path) => !path.startsWith("/assets/") || /majlis|manifest/.test(path));
  return [...new Set([...firstOfEachKind.values(), ...withOwnRule])];
}

/** The paths whose answers over plain HTTP lack a header or have a wrong one, each with that header; empty if all are right. */
export async function wrongSecurityHeaders(origin: string): Promise<string[]> {
  const paths = [...PAGES, ...OTHERS, ...staticFiles()];
  const wrong = await Promise.all(
    paths.map(async (path) => {
      const answer = await fetch(`${origin}${path}`, {
        headers: { Accept: "text/html", "Sec-Fetch-Dest": "document" },
      });
      await answer.body?.cancel();
      const wrongNames = [
        ...wrongHeaders(path, answer.headers),
        // Never over plain HTTP (RFC 6797 §7.2).
        ...(answer.headers.has("Strict-Transport-Security") ? ["Strict-Transport-Security"] : []),
      ];
      return wrongNames.map((name) => `${path} ${name}: ${answer.headers.get(name)}`);
    }),
  );
  return wrong.flat();
}

function wrongHeaders(path: string, headers: Headers): string[] {
  const isEmbed = EMBEDS.has(path);
  const isCrossOrigin =
    isEmbed || (CROSS_ORIGIN.test(path) && !path.includes(".webmanifest") && path !== "/r/a.b");
  const expected: Record<string, RegExp> = {
    "Content-Security-Policy": isEmbed
      ? /^default-src 'none';(?!.*frame-ancestors)/
      : /^default-src 'none';.*frame-ancestors '(?:self|none)'/,
    "Cross-Origin-Opener-Policy": isEmbed ? /^unsafe-none$/ : /^same-origin$/,
    "Cross-Origin-Resource-Policy": isCrossOrigin ? /^cross-origin$/ : /^same-origin$/,
    "Permissions-Policy": /^camera=\(\), geolocation=\(\), microphone=\(\), payment=\(\), usb=\(\)$/,
    "Referrer-Policy": /^strict-origin-when-cross-origin$/,
    "X-Content-Type-Options": /^nosniff$/,
    "Cache-Control":
      /^[^,]+(?:, (?:must-revalidate|immutable|no-transform|max-age=\d+|stale-while-revalidate=\d+))*$/,
  };
  return Object.entries(expected).flatMap(([name, value]) =>
    value.test(headers.get(name) ?? "") ? [] : [name],
  );
}
