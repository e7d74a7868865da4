/** How many commands more a command counts as for its text or value, which everyone is sent (SPEC LIM-1). */
import type { Command } from "../../protocol/commands.ts";
import { utf8Bytes } from "../../text/lengths.ts";

/** UTF-8. The room's burst of texts of this size is less than what closes a reader as slow (SPEC FLOW-2). */
export const BYTES_PER_COMMAND = 1_024;

/** 0 for a command without a text, or with a short one. */
export function textCost(command: Command): number {
  return Math.max(0, Math.ceil(utf8Bytes(textOf(command)) / BYTES_PER_COMMAND) - 1);
}

function textOf(command: Command): string {
  switch (command.type) {
    case "publish":
    case "edit":
      return command.text;
    case "state":
      return JSON.stringify(command.value ?? null);
    default:
      return "";
  }
}
