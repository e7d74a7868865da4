/** Which sites' pages may use rooms (SPEC EMBED-4): where `POLICY` names some, no others. */
import { readConfiguration } from "../durable-object/configuration.ts";
import type { Variables } from "../protocol/configuration.ts";
import { foreignOrigin } from "../transport/foreign-origin.ts";

/** False for a request of another site's page that the deployment does not allow. Programs send no `Origin`. */
export function isAllowedOrigin({ headers, url }: Pick<Request, "headers" | "url">, env: Variables): boolean {
  const { embedOrigins, origin } = readConfiguration(env).policy;
  if (embedOrigins === undefined) return true;
  const site = foreignOrigin(headers.get("Origin"), url, origin);
  return site === undefined || embedOrigins.includes(site);
}
