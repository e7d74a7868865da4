import { ConfigurationError } from "./configuration-error.ts";

/**
 * The value of a JSON variable of the deployment: its text, or the table that wrangler.toml makes of it.
 * @throws ConfigurationError with the sentence `notJson` for text that is no JSON
 */
export function parseJsonVariable(variable: unknown, notJson: string): unknown {
  if (typeof variable !== "string") return variable;
  try {
    return JSON.parse(variable);
  } catch {
    throw new ConfigurationError(notJson);
  }
}

/** True for a variable that the deployment did not set, or set to nothing; bare workerd gives `null` for one that is not set. */
export function isUnset(variable: unknown): variable is undefined | null | "" {
  return variable === undefined || variable === null || variable === "";
}
