/** Everything a client can ask of a room (SPEC, "Commands"). One file each; this one lists them. */
import type * as v from "@badrap/valita";
import { authenticateSchema } from "./commands/authenticate.ts";
import { deleteSchema } from "./commands/delete.ts";
import { editSchema } from "./commands/edit.ts";
import { flowSchema } from "./commands/flow.ts";
import { historySchema } from "./commands/history.ts";
import { publishSchema } from "./commands/publish.ts";
import { reactSchema } from "./commands/react.ts";
import { renameSchema } from "./commands/rename.ts";
import { signalSchema } from "./commands/signal.ts";
import { typingSchema } from "./commands/typing.ts";

export const COMMAND_SCHEMAS = {
  publish: publishSchema,
  edit: editSchema,
  delete: deleteSchema,
  react: reactSchema,
  typing: typingSchema,
  signal: signalSchema,
  rename: renameSchema,
  history: historySchema,
  authenticate: authenticateSchema,
  flow: flowSchema,
} as const satisfies Record<string, v.Type<{ readonly type: string }>>;

export type CommandType = keyof typeof COMMAND_SCHEMAS;
export type CommandOf<Type extends CommandType> = v.Infer<(typeof COMMAND_SCHEMAS)[Type]>;
export type Command = { [Type in CommandType]: CommandOf<Type> }[CommandType];

export function isCommandType(type: string): type is CommandType {
  return Object.hasOwn(COMMAND_SCHEMAS, type);
}
