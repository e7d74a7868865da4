import type { Context } from "hono";
import { failure } from "../../protocol/errors.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { readRoom } from "../read-room.ts";
import { parseSeq } from "./query-parameters.ts";

/** `GET /r/{room}/messages/{seq}/reactions/{emoji}?after=ID` (SPEC REACT-4): `{holders, more, after?}`. */
export async function getReactionHolders(context: Context<AppEnv>): Promise<Response> {
  const seq = parseSeq(context.req.param("seq"));
  if (seq === undefined) return problem(failure("message_not_found"));
  const request = { seq, emoji: context.req.param("emoji") ?? "", after: context.req.query("after") };
  const page = await readRoom(context, (stub, reader) => stub.reactionHolders(reader, request));
  return page.ok ? jsonResponse(page.value) : problem(page.failure);
}
