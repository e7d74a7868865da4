import { reply } from "../outcome.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC TIME-1. */
export const time: CommandHandler<"time"> = {
  handle: ({ command: { id }, now }) => reply({ type: "time", id, at: now }),
};
