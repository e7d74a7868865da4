/** The target of an edit: it must exist and be the sender's own message (SPEC EDIT-1). */
import type { Message } from "../../protocol/events/message.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { Context } from "../context.ts";

export function ownMessage(
  { room, session }: Pick<Context, "room" | "session">,
  seq: number,
): Result<Message, "message_not_found" | "forbidden"> {
  const message = room.visible.message(seq);
  if (message === undefined) return fail("message_not_found");
  return message.from.id === session.member ? ok(message) : fail("forbidden");
}
