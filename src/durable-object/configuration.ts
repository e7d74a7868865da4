/** The deployment's configuration, read from its variables once. */
import {
  parseConfiguration,
  VARIABLE_NAMES,
  type Configuration,
  type Variables,
} from "../protocol/configuration.ts";
import { ConfigurationError } from "../protocol/configuration-error.ts";
import type { Limits } from "../protocol/limits.ts";
import { fail, ok, type Result } from "../text/result.ts";

interface Checked {
  readonly variables: Variables;
  readonly result: Result<Configuration, ConfigurationError>;
}

let checked: Checked | undefined;

/** The configuration, or why the deployment cannot run with its variables, which is logged once. */
export function checkConfiguration(env: Variables): Result<Configuration, ConfigurationError> {
  const former = checked;
  if (former !== undefined && VARIABLE_NAMES.every((name) => former.variables[name] === env[name]))
    return former.result;
  const variables = Object.fromEntries(VARIABLE_NAMES.map((name) => [name, env[name]]));
  const result = parse(variables);
  checked = { variables, result };
  if (!result.ok) console.error(result.failure.message);
  return result;
}

/** @throws ConfigurationError where the Worker would have refused the request (SPEC LIM-6) */
export function readConfiguration(env: Variables): Configuration {
  const result = checkConfiguration(env);
  if (!result.ok) throw result.failure;
  return result.value;
}

/** The limits of the deployment's rooms. @throws as {@link readConfiguration} does */
export function readLimits(env: Variables): Limits {
  return readConfiguration(env).limits;
}

function parse(variables: Variables): Result<Configuration, ConfigurationError> {
  try {
    return ok(parseConfiguration(variables));
  } catch (error) {
    if (error instanceof ConfigurationError) return fail(error);
    throw error;
  }
}
