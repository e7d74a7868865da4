/** How many commands more a command counts as for its text, which everyone is sent (SPEC LIM-1). */
import type { Command } from "../../protocol/commands.ts";
import { utf8Bytes } from "../../text/lengths.ts";

/** UTF-8. The room's burst of texts of this size is less than what closes a reader as slow (SPEC FLOW-2). */
export const BYTES_PER_COMMAND = 1_024;

/** 0 for a command without a text, or with a short one. */
export function textCost(command: Command): number {
  if (command.type !== "publish" && command.type !== "edit") return 0;
  return Math.max(0, Math.ceil(utf8Bytes(command.text) / BYTES_PER_COMMAND) - 1);
}
