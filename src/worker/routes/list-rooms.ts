/** The deployment's list of rooms over HTTP (SPEC HTTP-24). */
import type { Context } from "hono";
import { failure, type Failure } from "../../protocol/errors.ts";
import type { DirectoryEntry } from "../../protocol/listed-room.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { terminalLinkLine } from "../../text/terminal.ts";
import { acceptsExactly, isTerminal } from "../content-negotiation.ts";
import { answerBody } from "../bridge/large-answer.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { LIST_AGE_MS, listOfRooms } from "../list-of-rooms.ts";
import { problem } from "../problem.ts";
import { parseIntegerParameter } from "./query-parameters.ts";

const DEFAULT_PAGE = 50;
const MAX_PAGE = 100;

const HEADERS = {
  "Cache-Control": `public, max-age=${LIST_AGE_MS / 1_000}`,
  Vary: "Accept, User-Agent",
};

interface PageRequest {
  readonly limit: number;
  readonly after: Place | undefined;
}

/** The place of a room in the list, which changes only when the room is active. */
type Place = Pick<DirectoryEntry, "activeAt" | "name">;

interface RoomsPage {
  readonly rooms: readonly DirectoryEntry[];
  /** where the next page begins; undefined at the end of the list */
  readonly cursor: string | undefined;
}

/**
 * `GET /rooms?limit=&cursor=` (SPEC HTTP-24): `{rooms: [{url, name, title?, topic?, language?, members, activeAt}], cursor?}`, the last
 * active first; `activeAt` in ms since 1970. As plain text a line a room.
 */
export async function getRooms(context: Context<AppEnv>): Promise<Response> {
  const request = parsePageRequest(context);
  if (!request.ok) return problem(request.failure);
  const listed = await listOfRooms(context.env);
  if (!listed.ok) return problem(listed.failure);
  const page = pageOf(listed.value, request.value);
  const isText = acceptsExactly(context, "text/plain") || isTerminal(context);
  return isText ? textPage(context, page) : jsonPage(context, page);
}

function parsePageRequest({ req }: Context<AppEnv>): Result<PageRequest, Failure> {
  const limit = parseIntegerParameter("limit", req.query("limit"), { min: 1, max: MAX_PAGE });
  if (!limit.ok) return limit;
  const after = parseCursor(req.query("cursor"));
  return after.ok ? ok({ limit: limit.value ?? DEFAULT_PAGE, after: after.value }) : after;
}

function pageOf(listed: readonly DirectoryEntry[], { limit, after }: PageRequest): RoomsPage {
  const rest = after === undefined ? listed : listed.filter((room) => isAfter(room, after));
  const rooms = rest.slice(0, limit);
  const last = rooms.at(-1);
  return { rooms, cursor: last === undefined || rest.length <= limit ? undefined : cursorOf(last) };
}

function isAfter(room: Place, { activeAt, name }: Place): boolean {
  return room.activeAt < activeAt || (room.activeAt === activeAt && room.name > name);
}

function cursorOf({ activeAt, name }: Place): string {
  return `${activeAt}.${name}`;
}

function parseCursor(cursor: string | undefined): Result<Place | undefined, Failure> {
  if (cursor === undefined) return ok(undefined);
  const [, activeAt, name] = /^(\d{1,16})\.(.{1,600})$/u.exec(cursor) ?? [];
  if (activeAt === undefined || name === undefined)
    return fail(failure("bad_request", '"cursor" is the one of a page of this list.'));
  return ok({ activeAt: Number(activeAt), name });
}

function jsonPage(context: Context<AppEnv>, { rooms, cursor }: RoomsPage): Response {
  const shown = rooms.map(({ name, title, topic, language, members, activeAt }) => ({
    url: roomUrl(context, name),
    name,
    title: title || undefined,
    topic: topic || undefined,
    language: language || undefined,
    members,
    activeAt,
  }));
  return jsonResponse({ rooms: shown, cursor }, HEADERS);
}

function textPage(context: Context<AppEnv>, { rooms, cursor }: RoomsPage): Response {
  const lines = rooms.map(({ name, title, topic }) =>
    terminalLinkLine(roomUrl(context, name), [title, topic]),
  );
  if (rooms.length === 0) lines.push("* no rooms are listed here");
  if (cursor !== undefined) lines.push(`* more: ${nextUrl(context, cursor)}`);
  return new Response(answerBody(lines.map((line) => `${line}\n`).join("")), {
    headers: { ...HEADERS, "Content-Type": "text/plain; charset=utf-8" },
  });
}

function roomUrl({ req }: Context<AppEnv>, name: string): string {
  return new URL(`/r/${encodeURIComponent(name)}`, req.url).href;
}

function nextUrl({ req }: Context<AppEnv>, cursor: string): string {
  const url = new URL(req.url);
  url.searchParams.set("cursor", cursor);
  return url.href;
}
