/** Every command's handler, and what kind of command it is. */
import type { Command, CommandOf, CommandType } from "../../protocol/commands.ts";
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

/** The commands whose rate is limited per member, address and room, because they write or are told to everybody. */
const RATED: ReadonlySet<CommandType> = new Set<CommandType>([
  "publish",
  "edit",
  "delete",
  "react",
  "rename",
  "authenticate",
]);

export function isRated(type: CommandType): boolean {
  return RATED.has(type);
}

/** The commands that reach everybody and may be lost. */
const LOSSY: ReadonlySet<CommandType> = new Set<CommandType>(["signal", "typing"]);

export function isLossy(type: CommandType): boolean {
  return LOSSY.has(type);
}

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
