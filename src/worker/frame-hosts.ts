/** Who may frame a page of a room: the sites that the deployment and the room name (SPEC EMBED-4, EMBED-5). */
import type { Context } from "hono";
import { readConfiguration } from "../durable-object/configuration.ts";
import { foreignOrigin } from "../transport/foreign-origin.ts";
import { isFrameRequest } from "./content-negotiation.ts";
import type { AppEnv, FrameHosts } from "./env.ts";

/** Those that both allow. @param ofRoom all if empty */
export function frameHosts({ env }: Context<AppEnv>, ofRoom: readonly string[]): FrameHosts {
  const { embedOrigins: ofDeployment } = readConfiguration(env).policy;
  if (ofDeployment === undefined) return ofRoom.length === 0 ? "all" : ofRoom;
  return ofRoom.length === 0 ? ofDeployment : ofRoom.filter((origin) => ofDeployment.includes(origin));
}

/**
 * True if the frame is on a page that may not have it, as far as the browser says (`Referer`, which a site can withhold).
 * It decides only which page the reader sees: what protects the room is `frame-ancestors`, which browsers enforce.
 */
export function isForeignFrame(context: Context<AppEnv>, hosts: FrameHosts): boolean {
  const referer = context.req.header("Referer") ?? "";
  if (hosts === "all" || !isFrameRequest(context) || !URL.canParse(referer)) return false;
  const { policy } = readConfiguration(context.env);
  const site = foreignOrigin(new URL(referer).origin, context.req.url, policy.origin);
  return site !== undefined && !hosts.includes(site);
}
