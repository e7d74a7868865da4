/** The limits that a deployment sets: in its variable `LIMITS`, or as `limits` in `POLICY` (SPEC, "Limits"). */
import type * as v from "@badrap/valita";
import { ConfigurationError } from "./configuration-error.ts";
import { isUnset, parseJsonVariable } from "./json-variable.ts";
import { AT_MOST, DEFAULT_LIMITS, limitOverridesSchema, POSITIVE, type Limits } from "./limits.ts";

export type LimitOverrides = Readonly<v.Infer<typeof limitOverridesSchema>>;
type Issue = v.Err["issues"][number] | undefined;

/** Where overrides stand, as sentences on what is wrong with them name it. */
interface Place {
  readonly notAnObject: string;
  /** the subject of "has no limit" */
  readonly table: string;
  readonly variable: string;
  /** of a limit's name */
  readonly prefix: string;
}

const EXAMPLE = '{"retentionRows":20000}';

const IN_LIMITS: Place = {
  notAnObject: `LIMITS must be one JSON object, such as ${EXAMPLE}.`,
  table: "LIMITS",
  variable: "LIMITS",
  prefix: "",
};

const IN_POLICY: Place = {
  notAnObject: `POLICY: "limits" must be an object of limits, such as ${EXAMPLE}.`,
  table: 'POLICY: "limits"',
  variable: "POLICY",
  prefix: "limits.",
};

const RATE_NAMES: ReadonlySet<string> = new Set(
  Object.entries(DEFAULT_LIMITS).flatMap(([name, value]) => (typeof value === "number" ? [] : [name])),
);

/**
 * The defaults with the overrides of the variable `LIMITS`: one JSON object, as text or as wrangler.toml's
 * `[vars.LIMITS]` gives it.
 * @throws ConfigurationError if it is not JSON, names an unknown limit, gives one a wrong value, or two contradict each
 *   other: a deployment must not start on a misread limit
 */
export function parseLimits(variable: unknown): Limits {
  if (isUnset(variable)) return DEFAULT_LIMITS;
  const value = parseJsonVariable(variable, IN_LIMITS.notAnObject);
  const given = limitOverridesSchema.try(value, { mode: "strict" });
  if (!given.ok) throw new ConfigurationError(describeIssue(given.issues[0], IN_LIMITS));
  return override(given.value, IN_LIMITS);
}

/** The defaults with the overrides that stand in `POLICY`. @throws ConfigurationError if two limits contradict each other */
export function limitsOfPolicy(overrides: LimitOverrides): Limits {
  return override(overrides, IN_POLICY);
}

/** What is wrong with the `limits` of `POLICY`, by an issue whose path begins in them. */
export function describePolicyLimitsIssue(issue: Issue): string {
  return describeIssue(issue, IN_POLICY);
}

function override(overrides: LimitOverrides, { variable, prefix }: Place): Limits {
  const limits = { ...DEFAULT_LIMITS, ...overrides } as Limits;
  for (const [smaller, larger] of AT_MOST) {
    if (limits[smaller] <= limits[larger]) continue;
    throw new ConfigurationError(
      `${variable}: "${prefix}${smaller}" (${limits[smaller]}) must not exceed "${prefix}${larger}" (${limits[larger]}).`,
    );
  }
  return limits;
}

function describeIssue(issue: Issue, { notAnObject, table, variable, prefix }: Place): string {
  const name = issue?.path[0];
  if (issue?.code === "unrecognized_keys" && name === undefined)
    return `${table} has no limit "${String(issue.keys[0])}"; src/protocol/limits.ts lists them all.`;
  if (name === undefined) return notAnObject;
  if (RATE_NAMES.has(String(name)))
    return `${variable}: "${prefix}${name}" must be {"perSecond": N, "burst": N}, with positive whole numbers.`;
  const expected = issue?.code === "custom_error" ? issue.message : POSITIVE;
  return `${variable}: "${prefix}${name}" must be ${expected}.`;
}
