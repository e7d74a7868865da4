/** The headers that every answer carries, and the content security of our pages. */
import { createMiddleware } from "hono/factory";
import type { AppEnv } from "../env.ts";

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

/** Who may put a page into a frame (CSP3 §6.4.2). */
export type FrameAncestors = "'self'" | "*";

/** The Content-Security-Policy of a page of ours. */
export function pagePolicy(frameAncestors: FrameAncestors): string {
  return [...PAGE_DIRECTIVES, `frame-ancestors ${frameAncestors}`].join("; ");
}

/** What is no page runs nothing and is shown nowhere. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

const COMMON_HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

export const securityHeaders = createMiddleware<AppEnv>(async function securityHeaders(context, next) {
  await next();
  const { headers } = context.res;
  for (const [name, value] of Object.entries(COMMON_HEADERS)) headers.set(name, value);
  if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", DATA_POLICY);
  if (!headers.has("Cross-Origin-Resource-Policy"))
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
  if (new URL(context.req.url).protocol === "https:") {
    headers.set("Strict-Transport-Security", "max-age=31536000");
  }
});
