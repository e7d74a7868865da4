/** What can be read of a room at once, without joining it. Nothing here writes. */
import type { Context } from "hono";
import { parseEnvLimits } from "../../durable-object/load-room.ts";
import { failure } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/events/message.ts";
import { clientLimits } from "../../protocol/limits.ts";
import { terminalMessageLine, terminalRoomLine } from "../../text/terminal.ts";
import type { App } from "../env.ts";
import { json, revalidated } from "../json.ts";
import { NEGOTIATED_BY } from "../negotiate.ts";
import { problem } from "../problem.ts";
import { callRoom } from "../room-stub.ts";
import { poll } from "./poll.ts";
import { wholeNumber } from "./query.ts";

const DEFAULT_PAGE = 50;
const TRANSCRIPT_MESSAGES = 50;

/** `{name, born, position, members, limits, settings}` (SPEC HTTP-2). */
export async function info(context: Context<App>): Promise<Response> {
  const name = context.get("room");
  const view = await callRoom(context.env, name, (stub) => stub.view());
  if (!view.ok) return problem(view.failure);
  const limits = clientLimits(parseEnvLimits(context.env));
  return json({ name, ...view.value, limits, settings: {} }, { Vary: NEGOTIATED_BY });
}

/** `{count, list}` (SPEC HTTP-6). */
export async function members(context: Context<App>): Promise<Response> {
  const roster = await callRoom(context.env, context.get("room"), (stub) => stub.members());
  return roster.ok ? json(roster.value) : problem(roster.failure);
}

/** `?after=` polls; else `?before=SEQ&limit=N` → `{position, events, more}`, oldest first (SPEC HTTP-3, POLL-1). */
export function messages(context: Context<App>): Promise<Response> | Response {
  const after = context.req.query("after");
  if (after === undefined) return page(context);
  if (context.req.query("before") === undefined) return poll(context, after);
  return problem(failure("bad_request", 'Ask for what came "after" or "before", not for both.'));
}

async function page(context: Context<App>): Promise<Response> {
  const { historyPage } = parseEnvLimits(context.env);
  const max = Number.MAX_SAFE_INTEGER;
  const before = wholeNumber("before", context.req.query("before"), { min: 1, max });
  if (!before.ok) return problem(before.failure);
  const limit = wholeNumber("limit", context.req.query("limit"), { min: 1, max: historyPage });
  if (!limit.ok) return problem(limit.failure);
  const found = await callRoom(context.env, context.get("room"), (stub) =>
    stub.messages(before.value, limit.value ?? DEFAULT_PAGE),
  );
  if (!found.ok) return problem(found.failure);
  return revalidated(context.req.raw, found.value.position, () => JSON.stringify(found.value));
}

/** The last messages as lines of plain text (SPEC HTTP-6, HTTP-11, TXT-3). */
export async function transcript(context: Context<App>): Promise<Response> {
  const page = await callRoom(context.env, context.get("room"), (stub) =>
    stub.messages(undefined, TRANSCRIPT_MESSAGES),
  );
  if (!page.ok) return problem(page.failure);
  const lines = page.value.events.filter((event) => event.type === "message").map(transcriptLine);
  return new Response(lines.map((line) => `${line}\n`).join(""), {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "no-store",
      Vary: NEGOTIATED_BY,
    },
  });
}

function transcriptLine({ from, text, deleted }: Message): string {
  return deleted === true
    ? terminalRoomLine(from.name, "took a message back")
    : terminalMessageLine(from.name, text);
}
