/** What is public may be read and said from any page (SPEC HTTP-10): there is nothing ambient that it could misuse. */
import { cors } from "hono/cors";

/** Browsers keep a preflight's answer for at most a day, some for two hours. */
const PREFLIGHT_AGE_S = 86_400;

export const publicCors = cors({
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  allowHeaders: ["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "Last-Event-ID"],
  exposeHeaders: ["ETag", "Location", "Retry-After"],
  maxAge: PREFLIGHT_AGE_S,
});
