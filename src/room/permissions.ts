/** What each role may do: one table (SPEC ID-8). */
import type { CommandType } from "../protocol/commands.ts";
import type { Role } from "../protocol/member.ts";

const EVERYTHING: ReadonlySet<CommandType> = new Set<CommandType>([
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

const READING: ReadonlySet<CommandType> = new Set<CommandType>(["history", "authenticate", "flow"]);

const PERMISSIONS: Record<Role, ReadonlySet<CommandType>> = {
  owner: EVERYTHING,
  moderator: EVERYTHING,
  member: EVERYTHING,
  guest: EVERYTHING,
  reader: READING,
};

export function may(role: Role, action: CommandType): boolean {
  return PERMISSIONS[role].has(action);
}
