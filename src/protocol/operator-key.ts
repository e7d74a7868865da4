import { ConfigurationError } from "./configuration-error.ts";
import { isUnset } from "./json-variable.ts";

/** What `Authorization: Bearer` can carry (RFC 6750 §2.1), too long to be guessed. */
const OPERATOR_KEY = /^[\w.~+/=-]{32,}$/;

/**
 * The key of the deployment's operator, in its secret `OPERATOR_KEY`; undefined if it has none.
 * @throws ConfigurationError if it is too short, or no header can carry it; the sentence has nothing of it
 */
export function parseOperatorKey(variable: unknown): string | undefined {
  if (isUnset(variable)) return undefined;
  if (typeof variable === "string" && OPERATOR_KEY.test(variable)) return variable;
  throw new ConfigurationError(
    "OPERATOR_KEY must be a secret of at least 32 characters: letters, digits or any of -._~+/=.",
  );
}
