/** The commands of a client (SPEC, "Commands"): each one's schema, from a file of its own, and its traits. */
import type * as v from "@badrap/valita";
import { COMMAND_TRAITS, type CommandType } from "./traits.ts";
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

/** Exactly one entry a command type, whose schema has that `type` and whose traits are those of the table of traits. */
export type CommandTable = {
  readonly [Type in CommandType]: { readonly schema: v.Type<{ type: Type }> } & (typeof COMMAND_TRAITS)[Type];
};

export const COMMANDS = {
  publish: { schema: publishSchema, ...COMMAND_TRAITS.publish },
  edit: { schema: editSchema, ...COMMAND_TRAITS.edit },
  delete: { schema: deleteSchema, ...COMMAND_TRAITS.delete },
  react: { schema: reactSchema, ...COMMAND_TRAITS.react },
  typing: { schema: typingSchema, ...COMMAND_TRAITS.typing },
  signal: { schema: signalSchema, ...COMMAND_TRAITS.signal },
  rename: { schema: renameSchema, ...COMMAND_TRAITS.rename },
  history: { schema: historySchema, ...COMMAND_TRAITS.history },
  authenticate: { schema: authenticateSchema, ...COMMAND_TRAITS.authenticate },
  flow: { schema: flowSchema, ...COMMAND_TRAITS.flow },
} as const satisfies CommandTable;

export type CommandOf<Type extends CommandType> = v.Infer<(typeof COMMANDS)[Type]["schema"]>;
export type Command = { [Type in CommandType]: CommandOf<Type> }[CommandType];
