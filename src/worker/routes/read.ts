/** Reads of a room without joining it. They write nothing. */
import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { failure } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Page } from "../../protocol/events/page.ts";
import { clientLimits } from "../../protocol/limits.ts";
import { toHtmlFragments } from "../../transport/html-fragments.ts";
import { HAD_REMOVED, TOOK_BACK } from "../../transport/plain-text.ts";
import { shownName } from "../../text/lines.ts";
import { terminalMessageLine, terminalRoomLine } from "../../text/terminal.ts";
import { answerBody } from "../bridge/large-answer.ts";
import type { AppEnv } from "../env.ts";
import { conditionalJsonResponse, conditionalResponse, jsonResponse } from "../json-response.ts";
import { asksForHtml, VARY_HEADER, isTerminal } from "../content-negotiation.ts";
import { problem } from "../problem.ts";
import { readRoom } from "../read-room.ts";
import { earlierMessagesLine, emptyRoomLine, requestRoomUrl } from "../usage.ts";
import { pollMessages } from "./poll.ts";
import { parseIntegerParameter } from "./query-parameters.ts";
import { searchMembers } from "./search.ts";

const DEFAULT_PAGE = 50;
const TRANSCRIPT_MESSAGES = 50;

/** `GET /r/{room}` as JSON (SPEC HTTP-2): `{name, born, position, members, limits, settings}`. */
export async function getInfo(context: Context<AppEnv>): Promise<Response> {
  const name = context.get("room");
  const view = await readRoom(context, (stub, reader) => stub.view(reader));
  if (!view.ok) return problem(view.failure, { Vary: VARY_HEADER }, { name });
  const limits = clientLimits(readLimits(context.env));
  const { settings, ...state } = view.value;
  return jsonResponse({ name, ...state, limits, settings }, { Vary: VARY_HEADER });
}

/** `GET /r/{room}/members` (SPEC HTTP-6): `{count, list}`; with `?prefix=` those whose names begin so (HTTP-16). */
export async function getMembers(context: Context<AppEnv>): Promise<Response> {
  const prefix = context.req.query("prefix");
  if (prefix !== undefined) return searchMembers(context, prefix);
  const roster = await readRoom(context, (stub, reader) => stub.members(reader));
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
  const { historyPage } = readLimits(context.env);
  const max = Number.MAX_SAFE_INTEGER;
  const before = parseIntegerParameter("before", context.req.query("before"), { min: 1, max });
  if (!before.ok) return problem(before.failure);
  const limit = parseIntegerParameter("limit", context.req.query("limit"), { min: 1, max: historyPage });
  if (!limit.ok) return problem(limit.failure);
  const found = await readRoom(context, (stub, reader) =>
    stub.messages(reader, before.value, limit.value ?? DEFAULT_PAGE),
  );
  if (!found.ok) return problem(found.failure);
  return conditionalJsonResponse(context.req.raw, found.value.position, () => JSON.stringify(found.value));
}

/**
 * `GET /r/{room}/transcript` (SPEC HTTP-6, HTTP-11, TXT-3): the latest messages as plain text, a line each, or with
 * `?as=html` as escaped HTML (HTML-1), with the position as `ETag`
 * and the room's language as `Content-Language` (SET-9).
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
  const read = await readRoom(context, (stub, reader) => stub.transcript(reader, TRANSCRIPT_MESSAGES));
  if (!read.ok) return problem(read.failure);
  const { language, ...page } = read.value;
  const lines = html.value ? fragments(page) : transcriptLines(page, requestRoomUrl(context));
  const shared = {
    "Content-Type": `text/${html.value ? "html" : "plain"}; charset=utf-8`,
    Vary: VARY_HEADER,
    ...(language === "" ? {} : { "Content-Language": language }),
  };
  return conditionalResponse(context.req.raw, page.position, (headers) => {
    const body = lines.map((line) => `${line}\n`).join("") || (html.value ? "" : ifEmpty);
    return new Response(answerBody(body), { headers: { ...headers, ...shared } });
  });
}

function fragments(page: Omit<Page, "type">): string[] {
  return toHtmlFragments({ type: "page", ...page }).map(({ html }) => html);
}

function transcriptLines({ events, before }: Omit<Page, "type">, url: string): string[] {
  if (events.length === 0 && before !== undefined) return [earlierMessagesLine(url, before)];
  return events.filter((event) => event.type === "message").map(transcriptLine);
}

function transcriptLine({ from, text, deleted, removed }: Message): string {
  if (deleted !== true) return terminalMessageLine(shownName(from), text);
  return terminalRoomLine(shownName(from), removed === true ? HAD_REMOVED : TOOK_BACK);
}
