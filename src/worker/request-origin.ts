import type { Context } from "hono";
import { readConfiguration } from "../durable-object/configuration.ts";
import { foreignOrigin } from "../transport/foreign-origin.ts";
import type { AppEnv } from "./env.ts";

/** A request with what a token of a site is for: the origin that it was sent to (SPEC VOUCH-3). */
export type SentRequest<Request> = Request & { readonly origin: string };

/** The origin that a request was sent to, as its sender knows it; and that of the page of another site which sent it. */
export function requestOrigins({
  req,
  env,
}: Context<AppEnv>): SentRequest<{ readonly site: string | undefined }> {
  const { origin } = new URL(req.url);
  const { policy } = readConfiguration(env);
  return { origin, site: foreignOrigin(req.header("Origin") ?? null, origin, policy.origin) };
}
