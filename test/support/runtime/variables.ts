/** The deployment's variables, as a test file sets them: for the Worker, and for every object that wakes from now on. */
import { env } from "cloudflare:workers";
import type { Variables } from "../../../src/protocol/configuration.ts";

export function setVariables(variables: Variables): void {
  Object.assign(env, variables);
}
