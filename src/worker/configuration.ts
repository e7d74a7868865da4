/** Checks the deployment's variables: a wrong one fails every request, not only those that happen to read it. */
import { parseEnvLimits } from "../durable-object/load-room.ts";
import { ConfigurationError } from "../protocol/configuration-error.ts";
import { failure } from "../protocol/errors.ts";
import { parseLobby } from "../protocol/lobby.ts";
import { isWebSocketUpgrade } from "./content-negotiation.ts";
import type { Env } from "./env.ts";
import { problem } from "./problem.ts";
import { refusedSocket } from "./refused-socket.ts";

interface Variables {
  readonly LIMITS?: unknown;
  readonly LOBBY?: unknown;
}

let checked: (Variables & { readonly error: string | undefined }) | undefined;

/** Why the deployment cannot run with its variables, in one sentence, which is logged once; undefined if it can. */
export function configurationError({ LIMITS, LOBBY }: Variables): string | undefined {
  if (checked === undefined || checked.LIMITS !== LIMITS || checked.LOBBY !== LOBBY) {
    checked = { LIMITS, LOBBY, error: findError({ LIMITS, LOBBY }) };
    if (checked.error !== undefined) console.error(checked.error);
  }
  return checked.error;
}

/** The answer to any request of a deployment that cannot run: 503 with the sentence, or a closed socket; else undefined. */
export function refuseMisconfigured(request: Request, env: Env): Response | undefined {
  const error = configurationError(env);
  if (error === undefined) return undefined;
  return isWebSocketUpgrade(request)
    ? refusedSocket(request, "unavailable")
    : problem(failure("unavailable", error));
}

function findError(variables: Variables): string | undefined {
  try {
    parseEnvLimits(variables);
    parseLobby(variables.LOBBY);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
}
