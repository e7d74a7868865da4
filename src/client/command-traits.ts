/** What a client needs of the traits of its commands. Apart from traits.ts, of whose table its bundle would carry all. */
import type { COMMAND_TRAITS, CommandType, DurableCommandType } from "../protocol/traits.ts";

type Unrated = {
  [Type in CommandType]: (typeof COMMAND_TRAITS)[Type]["rated"] extends true ? never : Type;
}[CommandType];

/** The compiler compares both with the table: none may be missing, and none added. */
const UNRATED: Readonly<Record<Unrated, 1>> = {
  typing: 1,
  signal: 1,
  read: 1,
  history: 1,
  map: 1,
  flow: 1,
  time: 1,
};

const DURABLE: Readonly<Record<DurableCommandType, 1>> = {
  publish: 1,
  edit: 1,
  delete: 1,
  restore: 1,
  react: 1,
  state: 1,
  configure: 1,
  role: 1,
  moderate: 1,
  clear: 1,
};

/** True if the rate of commands of this type is limited per member, address and room. */
export function isRated(type: CommandType): boolean {
  return !(type in UNRATED);
}

/** True if the command leads to a durable event, unless it changes nothing. */
export function isDurableCommand<Command extends { readonly type: CommandType }>(
  command: Command,
): command is Command & { readonly type: DurableCommandType } {
  return command.type in DURABLE;
}
