/** Every command's handler. */
import type { CommandType } from "../../protocol/traits.ts";
import type { Command } from "../../protocol/commands.ts";
import { authenticate } from "./authenticate.ts";
import { claim } from "./claim.ts";
import { clear } from "./clear.ts";
import { configure } from "./configure.ts";
import { deleteCommand } from "./delete.ts";
import { edit } from "./edit.ts";
import { flow } from "./flow.ts";
import type { CommandHandler } from "./handler.ts";
import { history } from "./history.ts";
import { map } from "./map.ts";
import { moderate } from "./moderate.ts";
import { publish } from "./publish.ts";
import { react } from "./react.ts";
import { read } from "./read.ts";
import { rename } from "./rename.ts";
import { restore } from "./restore.ts";
import { revoke } from "./revoke.ts";
import { role } from "./role.ts";
import { signal } from "./signal.ts";
import { time } from "./time.ts";
import { state } from "./state.ts";
import { typing } from "./typing.ts";

const HANDLERS: { readonly [Type in CommandType]: CommandHandler<Type> } = {
  publish,
  edit,
  delete: deleteCommand,
  restore,
  react,
  state,
  typing,
  signal,
  read,
  rename,
  history,
  map,
  authenticate,
  claim,
  configure,
  role,
  moderate,
  clear,
  revoke,
  flow,
  time,
};

/** The handler of a command. The table pairs each type with its own, which a lookup by a union cannot express. */
export function handlerOf({ type }: Command): CommandHandler {
  return HANDLERS[type] as CommandHandler;
}

export function commandIdOf(command: Command): string | undefined {
  return "id" in command ? command.id : undefined;
}
