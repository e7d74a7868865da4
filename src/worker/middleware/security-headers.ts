/** Security headers of every response, and the Content-Security-Policy of pages. */
import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";
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

type HeaderOptions = NonNullable<Parameters<typeof secureHeaders>[0]>;

/** Headers that hono sends by default and this app does not: they are legacy, or keep a room from being embedded. */
const OMITTED_HEADERS = {
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} satisfies HeaderOptions;

const HEADERS = {
  ...OMITTED_HEADERS,
  // Who opens a page in a window of its own has no hold on that window (HTML §7.1.3).
  crossOriginOpenerPolicy: "same-origin",
  xContentTypeOptions: true,
  referrerPolicy: "strict-origin-when-cross-origin",
  permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
  crossOriginResourcePolicy: true,
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  // A page sets its own Content-Security-Policy, an embeddable response its own Cross-Origin-Resource-Policy.
  overwrite: false,
} satisfies HeaderOptions;

const overHttps = secureHeaders({ ...HEADERS, strictTransportSecurity: "max-age=31536000" });
/** Strict-Transport-Security must not be sent over plain HTTP (RFC 6797 §7.2). */
const overHttp = secureHeaders({ ...HEADERS, strictTransportSecurity: false });

/** Adds the security headers to every response. Whatever is not a page gets a policy that allows nothing. */
export const securityHeaders = createMiddleware<AppEnv>((context, next) =>
  context.req.url.startsWith("https:") ? overHttps(context, next) : overHttp(context, next),
);

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
