import { parseName } from "../../text/names.ts";
import type { Context } from "../context.ts";
import { selfOf } from "../identity/identify.ts";
import { nameFailure } from "../limit-failures.ts";
import { refuseWith, type Effect, type Outcome } from "../outcome.ts";
import { WRITERS, type CommandHandler } from "./handler.ts";

/** SPEC ID-4. */
export const rename: CommandHandler<"rename"> = { roles: WRITERS, handle: handleRename };

function handleRename({ room, session, command, now }: Context<"rename">): Outcome {
  const { roster, limits } = room;
  const name = parseName(command.name, limits.nameGraphemes);
  if (!name.ok) return refuseWith(command.id, nameFailure(limits));
  const renamed = roster.sessionsOf(session.member).map((own) => ({ ...own, name: name.value }));
  for (const own of renamed) roster.enter(own);
  const member = roster.member(session.member);
  const changed = member === undefined ? [] : [member];
  const self = selfOf({ ...room, now }, { ...session, name: name.value });
  const presence = { type: "presence", count: roster.count, changed } as const;
  return {
    answer: [{ ...presence, id: command.id, self }],
    effects: [
      ...renamed.map((own): Effect => ({ to: "session", session: own })),
      // Over HTTP a member without a session can be renamed too; they are not in the roster, so nothing is broadcast.
      ...(member === undefined ? [] : [{ to: "other_sessions", event: presence } as const]),
    ],
  };
}
