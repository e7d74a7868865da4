/** Security headers of every response, and the Content-Security-Policy of pages. */
import { createMiddleware } from "hono/factory";
import type { AppEnv, FrameHosts } from "../env.ts";

const PAGE_DIRECTIVES = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types majlis-sw",
];

/**
 * A page that any other may frame has no `frame-ancestors`: `*` would leave out `file:`, apps and extensions (CSP3
 * §6.4.2). A page with Cross-Origin-Embedder-Policy frames only pages that have one too (HTML §7.1.4). What a sandboxed
 * frame opens in a tab fails if it has a Cross-Origin-Opener-Policy (HTML §7.1.3.2), and here it would protect nothing.
 */
const EMBEDDABLE_HEADERS = [
  ["Cross-Origin-Resource-Policy", "cross-origin"],
  ["Cross-Origin-Embedder-Policy", "require-corp"],
  ["Cross-Origin-Opener-Policy", "unsafe-none"],
] as const;

/** Of every response that has none of that name: a page has a policy of its own, what other pages embed another resource policy. */
const HEADERS = [
  ["Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"],
  // The opener of a page has no reference to its window (HTML §7.1.3).
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
  ["Referrer-Policy", "strict-origin-when-cross-origin"],
  ["X-Content-Type-Options", "nosniff"],
] as const;

/** Must not be sent over plain HTTP (RFC 6797 §7.2). */
const HTTPS_HEADERS = [...HEADERS, ["Strict-Transport-Security", "max-age=31536000"]] as const;

/** Adds the security headers to every response. Whatever is not a page gets a policy that allows nothing. */
export const securityHeaders = createMiddleware<AppEnv>(async function securityHeaders(context, next) {
  await next();
  const { headers } = context.res;
  const isHttps = context.req.url.startsWith("https:");
  for (const [name, value] of isHttps ? HTTPS_HEADERS : HEADERS)
    if (!headers.has(name)) headers.set(name, value);
});

/** Who may frame a page: without the directive everyone (SPEC EMBED-1, EMBED-4, EMBED-5). */
function frameAncestors(framedBy: FrameHosts): string[] {
  return framedBy === "all" ? [] : [["frame-ancestors 'self'", ...framedBy].join(" ")];
}

/** Sets the Content-Security-Policy of every HTML response, and who may frame it: `framedBy` in the context. */
export const pageSecurityPolicy = createMiddleware<AppEnv>(async function pageSecurityPolicy(context, next) {
  await next();
  const { headers } = context.res;
  if (headers.get("Content-Type")?.startsWith("text/html") !== true) return;
  const framedBy = context.get("framedBy");
  headers.set("Content-Security-Policy", [...PAGE_DIRECTIVES, ...frameAncestors(framedBy ?? [])].join("; "));
  if (framedBy === undefined) return;
  for (const [name, value] of EMBEDDABLE_HEADERS) headers.set(name, value);
});
