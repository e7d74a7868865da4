/** Asks a room over HTTP what was said: an answer of any size takes nothing from the events (SPEC SEARCH-1). */
import { decodeEvents } from "../protocol/decode-events.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import type { SearchRequest } from "./api.ts";
import type { Environment } from "./environment.ts";
import { readProblem } from "./problem-body.ts";
import { clientError, refusal, type RoomError } from "./room-error.ts";
import { hasFields, readStored } from "./stored.ts";

const TIMEOUT_MS = 10_000;

interface Asker {
  readonly environment: Pick<Environment, "fetch" | "setTimer">;
  readonly room: URL;
  readonly token: string | undefined;
}

/** @throws RoomError, or the signal's reason once it aborts */
export async function searchRoom(
  { environment, room, token }: Asker,
  asked: SearchRequest,
): Promise<SearchPage> {
  const { query, before, signal } = asked;
  const url = new URL(`${room.href}/search`);
  url.searchParams.set("q", query);
  if (before !== undefined) url.searchParams.set("before", `${before}`);
  const late = new AbortController();
  const cancelTimeout = environment.setTimer(() => late.abort(), TIMEOUT_MS);
  try {
    const answer = await environment.fetch(url.href, {
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      signal: signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]),
    });
    const body = await answer.text();
    const page = answer.status === 200 ? readStored(body, isPage) : undefined;
    if (page === undefined) throw refused(body, answer.headers.get("Retry-After"));
    const events = decodeEvents(JSON.stringify(page.events)).filter((event) => event.type === "message");
    return { ...page, events };
  } catch (error) {
    signal?.throwIfAborted();
    if (late.signal.aborted) throw clientError("timeout");
    throw error instanceof TypeError ? clientError("not_connected") : error;
  } finally {
    cancelTimeout();
  }
}

function isPage(value: unknown): value is SearchPage {
  return hasFields(value, { position: "string", events: "object", more: "boolean", before: "number?" });
}

function refused(body: string, retryAfter: string | null): RoomError {
  const { code, detail: message } = readProblem(body) ?? {};
  if (code === undefined) return clientError("not_connected");
  const seconds = Number.parseInt(retryAfter ?? "", 10);
  const wait = Number.isNaN(seconds) ? {} : { retryAfterMs: seconds * 1_000 };
  return refusal({ type: "error", code, message: message ?? code, ...wait });
}
