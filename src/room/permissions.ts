/** What each role may do: one table (SPEC ID-8). */
import type { CommandType } from "../protocol/command-traits.ts";
import type { Role } from "../protocol/member.ts";

const ALL_COMMANDS: ReadonlySet<CommandType> = new Set<CommandType>([
  "publish",
  "edit",
  "delete",
  "react",
  "typing",
  "signal",
  "rename",
  "history",
  "authenticate",
  "flow",
]);

const READER_COMMANDS: ReadonlySet<CommandType> = new Set<CommandType>(["history", "authenticate", "flow"]);

const PERMISSIONS: Record<Role, ReadonlySet<CommandType>> = {
  owner: ALL_COMMANDS,
  moderator: ALL_COMMANDS,
  member: ALL_COMMANDS,
  guest: ALL_COMMANDS,
  reader: READER_COMMANDS,
};

export function may(role: Role, action: CommandType): boolean {
  return PERMISSIONS[role].has(action);
}
