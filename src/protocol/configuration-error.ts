/** A variable of the deployment has a value that it cannot run with. The message is one sentence for the operator. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}
