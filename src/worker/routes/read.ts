/** Reads of a room without joining it. They write nothing. */
import type { Context } from "hono";
import { parseEnvLimits } from "../../durable-object/load-room.ts";
import { failure } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/events/message.ts";
import { clientLimits } from "../../protocol/limits.ts";
import { toHtmlFragments } from "../../transport/html-fragments.ts";
import { terminalMessageLine, terminalRoomLine } from "../../text/terminal.ts";
import type { AppEnv } from "../env.ts";
import { conditionalJsonResponse, conditionalResponse, jsonResponse } from "../json-response.ts";
import { asksForHtml, VARY_HEADER, isTerminal } from "../content-negotiation.ts";
import { problem } from "../problem.ts";
import { callRoom } from "../room-stub.ts";
import { emptyRoomLine, requestRoomUrl } from "../usage.ts";
import { pollMessages } from "./poll.ts";
import { searcherOf } from "../searcher.ts";
import { parseIntegerParameter } from "./query-parameters.ts";

const DEFAULT_PAGE = 50;
const TRANSCRIPT_MESSAGES = 50;

/** `GET /r/{room}` as JSON (SPEC HTTP-2): `{name, born, position, members, limits, settings}`. */
export async function getInfo(context: Context<AppEnv>): Promise<Response> {
  const name = context.get("room");
  const view = await callRoom(context.env, name, (stub) => stub.view());
  if (!view.ok) return problem(view.failure);
  const limits = clientLimits(parseEnvLimits(context.env));
  return jsonResponse({ name, ...view.value, limits, settings: {} }, { Vary: VARY_HEADER });
}

/** `GET /r/{room}/members` (SPEC HTTP-6): `{count, list}`; with `?prefix=` those whose names begin so (HTTP-16). */
export async function getMembers(context: Context<AppEnv>): Promise<Response> {
  const prefix = context.req.query("prefix");
  const request = prefix === undefined ? undefined : { prefix, ...searcherOf(context) };
  const roster = await callRoom(context.env, context.get("room"), (stub) => stub.members(request));
  return roster.ok ? jsonResponse(roster.value) : problem(roster.failure);
}

/**
 * `GET /r/{room}/messages`: with `?after=` a poll (SPEC POLL-1); else `?before=SEQ&limit=N` is a page of messages,
 * oldest first: `{position, events, more}` (SPEC HTTP-3).
 */
export function getMessages(context: Context<AppEnv>): Promise<Response> | Response {
  const after = context.req.query("after");
  if (after === undefined) return getHistoryPage(context);
  if (context.req.query("before") === undefined) return pollMessages(context, after);
  return problem(failure("bad_request", 'Use "after" or "before", not both.'));
}

async function getHistoryPage(context: Context<AppEnv>): Promise<Response> {
  const { historyPage } = parseEnvLimits(context.env);
  const max = Number.MAX_SAFE_INTEGER;
  const before = parseIntegerParameter("before", context.req.query("before"), { min: 1, max });
  if (!before.ok) return problem(before.failure);
  const limit = parseIntegerParameter("limit", context.req.query("limit"), { min: 1, max: historyPage });
  if (!limit.ok) return problem(limit.failure);
  const found = await callRoom(context.env, context.get("room"), (stub) =>
    stub.messages(before.value, limit.value ?? DEFAULT_PAGE),
  );
  if (!found.ok) return problem(found.failure);
  return conditionalJsonResponse(context.req.raw, found.value.position, () => JSON.stringify(found.value));
}

/**
 * `GET /r/{room}/transcript` (SPEC HTTP-6, HTTP-11, TXT-3): the latest messages as plain text, a line each, or with
 * `?as=html` as escaped HTML (HTML-1), with the position as `ETag`.
 */
export function getTranscript(context: Context<AppEnv>): Promise<Response> {
  return transcript(context, "");
}

/** The same at `/r/{room}`; to a terminal an empty room says that it is empty, instead of nothing. */
export function getNegotiatedTranscript(context: Context<AppEnv>): Promise<Response> {
  return transcript(context, isTerminal(context) ? `${emptyRoomLine(requestRoomUrl(context))}\n` : "");
}

async function transcript(context: Context<AppEnv>, ifEmpty: string): Promise<Response> {
  const html = asksForHtml(context);
  if (!html.ok) return problem(html.failure);
  const page = await callRoom(context.env, context.get("room"), (stub) =>
    stub.messages(undefined, TRANSCRIPT_MESSAGES),
  );
  if (!page.ok) return problem(page.failure);
  const messages = page.value.events.filter((event) => event.type === "message");
  const lines = html.value ? messages.map(messageFragment) : messages.map(transcriptLine);
  const type = `text/${html.value ? "html" : "plain"}; charset=utf-8`;
  return conditionalResponse(context.req.raw, page.value.position, (headers) => {
    const body = lines.map((line) => `${line}\n`).join("") || (html.value ? "" : ifEmpty);
    return new Response(body, { headers: { ...headers, "Content-Type": type, Vary: VARY_HEADER } });
  });
}

function messageFragment(message: Message): string {
  return toHtmlFragments(message)
    .map(({ html }) => html)
    .join("");
}

function transcriptLine({ from, text, deleted }: Message): string {
  return deleted === true
    ? terminalRoomLine(from.name, "took a message back")
    : terminalMessageLine(from.name, text);
}
