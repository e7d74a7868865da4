/** Every command's handler. */
import type { CommandType } from "../../protocol/command-traits.ts";
import type { Command, CommandOf } from "../../protocol/commands.ts";
import type { Context } from "../context.ts";
import { NO_EFFECTS, refuse, type Outcome } from "../outcome.ts";
import { may } from "../permissions.ts";
import { authenticate } from "./authenticate.ts";
import { deleteMessage } from "./delete.ts";
import { edit } from "./edit.ts";
import { history } from "./history.ts";
import { publish } from "./publish.ts";
import { react } from "./react.ts";
import { rename } from "./rename.ts";
import { signal } from "./signal.ts";
import { typing } from "./typing.ts";

type Handlers = { readonly [Type in CommandType]: (context: Context<CommandOf<Type>>) => Outcome };

const HANDLERS: Handlers = {
  publish,
  edit,
  delete: deleteMessage,
  react,
  typing,
  signal,
  rename,
  history,
  authenticate,
  // How far a client has read concerns those who send to it, and they have seen it (SPEC FLOW-1).
  flow: () => NO_EFFECTS,
};

export function commandIdOf(command: Command): string | undefined {
  return "id" in command ? command.id : undefined;
}

/** Carries a command out, if its sender may. */
export function execute(context: Context): Outcome {
  const { command, session } = context;
  if (!may(session.role, command.type)) return refuse(commandIdOf(command), "forbidden");
  const handler = HANDLERS[command.type] as (context: Context) => Outcome;
  return handler(context);
}
