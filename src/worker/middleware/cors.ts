/**
 * Any origin may use a room's API (SPEC HTTP-10). It is safe, because no request is authenticated by a cookie (SPEC ID-12): a token
 * is sent explicitly.
 */
import { cors } from "hono/cors";

/** Browsers cache the answer of a preflight for at most a day, some for two hours. */
const PREFLIGHT_AGE_S = 86_400;

export const publicCors = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  // None named: whatever header a preflight asks for is allowed, as a library may add headers of its own to each request.
  allowHeaders: [],
  exposeHeaders: ["ETag", "Location", "Retry-After"],
  maxAge: PREFLIGHT_AGE_S,
});
