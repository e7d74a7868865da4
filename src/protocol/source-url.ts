import { ConfigurationError } from "./configuration-error.ts";
import { isUnset } from "./json-variable.ts";

const WEB_ADDRESS = /^https?:\/\/[^\s"<>]+$/;

/** The address of the deployment's source code, in its variable `SOURCE_URL`; undefined if it has none. @throws ConfigurationError if `SOURCE_URL` is no web address */
export function parseSourceUrl(variable: unknown): string | undefined {
  if (isUnset(variable)) return undefined;
  if (typeof variable === "string" && WEB_ADDRESS.test(variable)) return variable;
  throw new ConfigurationError("SOURCE_URL must be an address that begins with https:// or http://.");
}
