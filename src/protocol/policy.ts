/** What a deployment allows in all of its rooms, in its variable `POLICY`: one JSON object (SPEC POLICY-1). */
import * as v from "@badrap/valita";
import { parseRoomName, type RoomName } from "../text/room-names.ts";
import { ConfigurationError } from "./configuration-error.ts";
import { roomSettingsSchema } from "./events/settings.ts";
import { isUnset, parseJsonVariable } from "./json-variable.ts";
import { describePolicyLimitsIssue } from "./limit-overrides.ts";
import { limitOverridesSchema } from "./limits.ts";
import { isOrigin } from "./web-origin.ts";

const MAX_ORIGINS = 50;

/** Who may create rooms (SPEC POLICY-2). */
export type RoomCreators = "everyone" | "vouched" | "operator";

const { language, read, write, slowModeSeconds, guestLinks, retentionHours } = roomSettingsSchema.shape;

const roomNameSchema: v.Type<RoomName> = v.string().chain((text) => {
  const name = parseRoomName(text);
  return name.ok ? v.ok(name.value) : v.err(name.failure);
});

const policySchema = v.object({
  /** the deployment's own origin, where a proxy hides it from requests: what tokens of sites are for (SPEC VOUCH-3) */
  origin: v.string().assert(isOrigin).optional(),
  /** the sites that may embed rooms and use them from their pages (SPEC EMBED-4); all if absent */
  embedOrigins: v
    .array(v.string().assert(isOrigin))
    .assert((origins) => origins.length <= MAX_ORIGINS)
    .optional(),
  /** everyone if absent */
  createRooms: v.union(v.literal("everyone"), v.literal("vouched"), v.literal("operator")).optional(),
  /** settings of a new room with an owner, where its creator names no others (SPEC POLICY-4) */
  defaults: v.object({ language, read, write, slowModeSeconds, guestLinks, retentionHours }).optional(),
  /** the limits that are not the defaults; the variable `LIMITS` is the same */
  limits: limitOverridesSchema.optional(),
  /** false for a deployment without a list of rooms (SPEC LIST-5) */
  listRooms: v.boolean().optional(),
  /** the public room that the landing page offers to try; the variable `LOBBY` is the same */
  lobby: roomNameSchema.optional(),
});

export type Policy = Readonly<v.Infer<typeof policySchema>>;
type Defaults = NonNullable<Policy["defaults"]>;

const DEFAULT_POLICY: Policy = {};

const NOT_AN_OBJECT = 'POLICY must be one JSON object, such as {"embedOrigins":["https://shop.example"]}.';

/** What each field must be. */
const EXPECTED: Readonly<Record<Exclude<keyof Policy, "limits">, string>> = {
  origin: 'the origin of this deployment, such as "https://chat.example"',
  embedOrigins: `a list of at most ${MAX_ORIGINS} origins, such as "https://shop.example"`,
  createRooms: '"everyone", "vouched" or "operator"',
  defaults: 'an object of settings for new rooms, such as {"write":"members"}',
  listRooms: "true or false",
  lobby: "the name of a room: 1 to 64 letters, digits, hyphens or underscores",
};

export const POLICY_FIELDS = Object.keys(policySchema.shape) as readonly (keyof Policy)[];

const EXPECTED_DEFAULT: Readonly<Record<keyof Defaults, string>> = {
  language: 'the tag of a language, such as "ar" or "pt-BR"',
  read: '"everyone", "members" or "moderators"',
  write: '"everyone", "members" or "moderators"',
  slowModeSeconds: "a whole number from 0 to 21600",
  guestLinks: "true or false",
  retentionHours: "a whole number from 0",
};

export const POLICY_DEFAULTS = Object.keys(EXPECTED_DEFAULT) as readonly (keyof Defaults)[];

/** @throws ConfigurationError if the variable is not JSON, names an unknown field, or gives one a wrong value */
export function parsePolicy(variable: unknown): Policy {
  if (isUnset(variable)) return DEFAULT_POLICY;
  const parsed = policySchema.try(parseJsonVariable(variable, NOT_AN_OBJECT), { mode: "strict" });
  if (parsed.ok) return parsed.value;
  throw new ConfigurationError(describeIssue(parsed.issues[0]));
}

/** Who may create rooms; a visit may create one only where everyone may (SPEC POLICY-3). */
export function roomCreators({ createRooms = "everyone" }: Policy): RoomCreators {
  return createRooms;
}

function describeIssue(issue: v.Err["issues"][number] | undefined): string {
  const [field, setting] = issue?.path ?? [];
  if (issue !== undefined && field === "limits")
    return describePolicyLimitsIssue({ ...issue, path: issue.path.slice(1) });
  if (issue?.code === "unrecognized_keys" && field === undefined)
    return `POLICY has no field "${String(issue.keys[0])}"; it may have ${POLICY_FIELDS.join(", ")}.`;
  if (issue?.code === "unrecognized_keys" && field === "defaults")
    return `POLICY: "defaults" has no field "${String(issue.keys[0])}"; it may have ${POLICY_DEFAULTS.join(", ")}.`;
  if (field === "defaults" && isKey(EXPECTED_DEFAULT, setting))
    return `POLICY: "defaults.${setting}" must be ${EXPECTED_DEFAULT[setting]}.`;
  return isKey(EXPECTED, field) ? `POLICY: "${field}" must be ${EXPECTED[field]}.` : NOT_AN_OBJECT;
}

function isKey<Table extends object>(table: Table, name: unknown): name is keyof Table & string {
  return typeof name === "string" && Object.hasOwn(table, name);
}
