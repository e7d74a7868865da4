/** Security headers of every response, and the Content-Security-Policy of pages. */
import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";
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

/**
 * A page that any other may frame has no `frame-ancestors`: `*` would leave out `file:`, apps and extensions (CSP3
 * §6.4.2). A page with Cross-Origin-Embedder-Policy frames only pages that have one too (HTML §7.1.4).
 */
const EMBEDDABLE_HEADERS = [
  ["Cross-Origin-Resource-Policy", "cross-origin"],
  ["Cross-Origin-Embedder-Policy", "require-corp"],
] as const;

type HeaderOptions = NonNullable<Parameters<typeof secureHeaders>[0]>;

/** Headers that hono sends by default and this app does not: they are legacy, or keep a room from being embedded. */
const OMITTED_HEADERS = {
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} satisfies HeaderOptions;

const HEADERS = {
  ...OMITTED_HEADERS,
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

/** Sets the Content-Security-Policy of every HTML response, and who may frame it: `isEmbeddable` in the context. */
export const pageSecurityPolicy = createMiddleware<AppEnv>(async function pageSecurityPolicy(context, next) {
  await next();
  const { headers } = context.res;
  if (headers.get("Content-Type")?.startsWith("text/html") !== true) return;
  const isEmbeddable = context.get("isEmbeddable") === true;
  const directives = isEmbeddable ? PAGE_DIRECTIVES : [...PAGE_DIRECTIVES, "frame-ancestors 'self'"];
  headers.set("Content-Security-Policy", directives.join("; "));
  if (!isEmbeddable) return;
  for (const [name, value] of EMBEDDABLE_HEADERS) headers.set(name, value);
});
