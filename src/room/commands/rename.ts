import { parseMemberName } from "../identity/member-name.ts";
import type { Context } from "../context.ts";
import { nameFailure } from "../limit-failures.ts";
import { refuse, refuseWith, type Outcome } from "../outcome.ts";
import { changeSelf } from "./change-self.ts";
import type { CommandHandler } from "./handler.ts";

const NAMED_BY_SITE = "Your site vouches for your name: change it there.";

/** SPEC ID-4, VOUCH-6. */
export const rename: CommandHandler<"rename"> = { handle: handleRename };

function handleRename(context: Context<"rename">): Outcome {
  const { room, session, command } = context;
  if (session.vouching !== undefined) return refuse(command.id, "forbidden", NAMED_BY_SITE);
  const name = parseMemberName(command.name, room.limits.nameGraphemes);
  if (!name.ok) return refuseWith(command.id, nameFailure(room.limits));
  return changeSelf(context, { name: room.names.newNameFor({ ...session, name: name.value }) });
}
