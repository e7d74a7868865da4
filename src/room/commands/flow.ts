import { NO_OUTCOME, refuse } from "../outcome.ts";
import type { CommandHandler } from "./handler.ts";

const FLOW_NEEDS_SOCKET = '"flow" is for sockets: a stream or poll is never asked for it.';

/** SPEC FLOW-1. On a socket it concerns the fan-out alone, which has seen it before the room does. */
export const flow: CommandHandler<"flow"> = {
  handle: ({ origin, command }) =>
    origin.kind === "session" ? NO_OUTCOME : refuse(command.id, "bad_command", FLOW_NEEDS_SOCKET),
};
