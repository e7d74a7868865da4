/** What can be read of a room without joining it. Nothing here writes. */
import type { Context } from "hono";
import { failure } from "../../protocol/errors.ts";
import { clientLimits } from "../../protocol/limits.ts";
import { limitsOf } from "../../durable-object/opening.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import type { Failure } from "../../protocol/errors.ts";
import type { App } from "../env.ts";
import { NEGOTIATED_BY } from "../negotiate.ts";
import { problem } from "../problem.ts";
import { lineOf } from "../../transport/plain-text.ts";
import { callRoom } from "../room-stub.ts";

const DEFAULT_PAGE = 50;
const TRANSCRIPT_MESSAGES = 50;

/** `{name, born, position, members, limits, settings}` (SPEC HTTP-2). */
export async function info(context: Context<App>): Promise<Response> {
  const name = context.get("room");
  const view = await callRoom(context.env, name, (stub) => stub.view());
  if (!view.ok) return problem(view.failure);
  const limits = clientLimits(limitsOf(context.env));
  return json({ name, ...view.value, limits, settings: {} }, { Vary: NEGOTIATED_BY });
}

/** `{count, list}` (SPEC HTTP-6). */
export async function members(context: Context<App>): Promise<Response> {
  const roster = await callRoom(context.env, context.get("room"), (stub) => stub.members());
  return roster.ok ? json(roster.value) : problem(roster.failure);
}

/** `?before=SEQ&limit=N` → `{position, events, more}`, oldest first (SPEC HTTP-3). */
export async function messages(context: Context<App>): Promise<Response> {
  const { historyPage } = limitsOf(context.env);
  const before = wholeNumber("before", context.req.query("before"), Number.MAX_SAFE_INTEGER);
  if (!before.ok) return problem(before.failure);
  const limit = wholeNumber("limit", context.req.query("limit"), historyPage);
  if (!limit.ok) return problem(limit.failure);
  const page = await callRoom(context.env, context.get("room"), (stub) =>
    stub.messages(before.value, limit.value ?? DEFAULT_PAGE),
  );
  return page.ok ? json(page.value) : problem(page.failure);
}

/** The last messages as lines of plain text (SPEC HTTP-6, TXT-3). */
export async function transcript(context: Context<App>): Promise<Response> {
  const page = await callRoom(context.env, context.get("room"), (stub) =>
    stub.messages(undefined, TRANSCRIPT_MESSAGES),
  );
  if (!page.ok) return problem(page.failure);
  const lines = page.value.events.filter((event) => event.type === "message").map(lineOf);
  return new Response(lines.map((line) => `${line}\n`).join(""), {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "no-store",
      Vary: NEGOTIATED_BY,
    },
  });
}

function json(body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(`${JSON.stringify(body)}\n`, {
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers },
  });
}

/** A query parameter that is a whole number from 1 to `max`, or absent. */
function wholeNumber(
  name: string,
  text: string | undefined,
  max: number,
): Result<number | undefined, Failure> {
  if (text === undefined) return ok(undefined);
  const value = /^[1-9]\d{0,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= max) return ok(value);
  return fail(failure("bad_request", `"${name}" is a whole number from 1 to ${max}.`));
}
