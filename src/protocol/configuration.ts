/** The variables of a deployment, as one typed value. */
import type { RoomName } from "../text/room-names.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { limitsOfPolicy, parseLimits } from "./limit-overrides.ts";
import type { Limits } from "./limits.ts";
import { isUnset } from "./json-variable.ts";
import { parseLobby } from "./lobby.ts";
import { parseOperatorKey } from "./operator-key.ts";
import { parsePolicy, roomCreators, type Policy } from "./policy.ts";
import { maxRetentionHours } from "./retention-hours.ts";
import { parseSiteKeys, type SiteKey } from "./site-keys.ts";
import { parseSourceUrl } from "./source-url.ts";

/** The variables as the platform gives them: text, or what wrangler.toml makes of a table. */
export interface Variables {
  /** one JSON object that overrides limits; see limit-overrides.ts */
  readonly LIMITS?: unknown;
  /** the name of a public room that the landing page offers to try; without it there is none */
  readonly LOBBY?: unknown;
  /** a secret: the key with which the operator creates rooms; see operator-key.ts */
  readonly OPERATOR_KEY?: unknown;
  /** one JSON object: what the deployment allows; see policy.ts */
  readonly POLICY?: unknown;
  /** where the source code of the deployment is, for a link on the landing page; without it there is none */
  readonly SOURCE_URL?: unknown;
  /** a secret: one JSON list of the keys with which sites vouch for their users; see site-keys.ts */
  readonly SITE_KEYS?: unknown;
}

const EVERY_NAME: Readonly<Record<keyof Variables, true>> = {
  LIMITS: true,
  LOBBY: true,
  OPERATOR_KEY: true,
  POLICY: true,
  SOURCE_URL: true,
  SITE_KEYS: true,
};
export const VARIABLE_NAMES = Object.keys(EVERY_NAME) as readonly (keyof Variables)[];

export interface Configuration {
  readonly limits: Limits;
  /** undefined if the deployment has no public room */
  readonly lobby: RoomName | undefined;
  /** undefined if the operator has none */
  readonly operatorKey: string | undefined;
  readonly policy: Policy;
  readonly sourceUrl: string | undefined;
  readonly siteKeys: readonly SiteKey[];
}

/** @throws ConfigurationError if a variable has a value with which the deployment cannot run, or two contradict each other */
export function parseConfiguration(variables: Variables): Configuration {
  const policy = parsePolicy(variables.POLICY);
  const lobby = parseLobby(variables.LOBBY);
  const limits = parseLimits(variables.LIMITS);
  const configuration = {
    limits: policy.limits === undefined ? limits : limitsOfPolicy(policy.limits),
    lobby: policy.lobby ?? lobby,
    operatorKey: parseOperatorKey(variables.OPERATOR_KEY),
    policy,
    sourceUrl: parseSourceUrl(variables.SOURCE_URL),
    siteKeys: parseSiteKeys(variables.SITE_KEYS),
  };
  if (policy.lobby !== undefined && lobby !== undefined)
    throw new ConfigurationError('LOBBY and "lobby" of POLICY are the same: set one of them.');
  if (policy.limits !== undefined && !isUnset(variables.LIMITS))
    throw new ConfigurationError('LIMITS and "limits" of POLICY are the same: set one of them.');
  const contradiction = contradictionIn(configuration);
  if (contradiction !== undefined) throw new ConfigurationError(`POLICY: ${contradiction}`);
  return configuration;
}

/** Why the policy cannot be kept with the other variables; undefined if it can. */
function contradictionIn({ policy, limits, operatorKey, siteKeys }: Configuration): string | undefined {
  const creators = roomCreators(policy);
  if (creators === "operator" && operatorKey === undefined)
    return '"createRooms" is "operator", for which the secret OPERATOR_KEY must be set.';
  if (creators === "vouched" && siteKeys.length === 0)
    return '"createRooms" is "vouched", for which the secret SITE_KEYS must have a key.';
  const maxHours = maxRetentionHours(limits);
  const { retentionHours = 0 } = policy.defaults ?? {};
  if (retentionHours > maxHours)
    return `"defaults.retentionHours" must not exceed the ${maxHours} hours of the limit "retentionMs".`;
  return undefined;
}
