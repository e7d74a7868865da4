/** Parses the response of a poll, and turns it into the frame that a socket would get (SPEC POLL-1 to POLL-3). */
import { decodeEvents, isNumbered } from "../../protocol/decode-events.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import type { Page } from "../../protocol/events/page.ts";
import type { Welcome } from "../../protocol/events/welcome.ts";
import { hasFields, parseJsonAs } from "../json-guard.ts";

export interface PollResponse {
  readonly position: string;
  readonly recovered: boolean;
  readonly welcome: Welcome | undefined;
  /** all but the welcome */
  readonly events: readonly RoomEvent[];
  /** more events are available at once */
  readonly more: boolean;
  /** there are older messages than these */
  readonly older: boolean;
}

interface RawPollResponse {
  readonly position: string;
  readonly recovered: boolean;
  readonly events: readonly unknown[];
  readonly more?: boolean;
  readonly older?: boolean;
}

const FIELDS = { position: "string", recovered: "boolean", more: "boolean?", older: "boolean?" };

function isRawPollResponse(value: unknown): value is RawPollResponse {
  return hasFields(value, FIELDS) && Array.isArray(value["events"]);
}

/** The response in `body`; undefined if the room did not write it, but a proxy. */
export function parsePollResponse(body: string): PollResponse | undefined {
  const raw = parseJsonAs(body, isRawPollResponse);
  if (raw === undefined) return undefined;
  const { position, recovered, more = false, older = false } = raw;
  const all = decodeEvents(JSON.stringify(raw.events));
  const welcome = all.find((event) => event.type === "welcome");
  return { position, recovered, welcome, events: all.filter((event) => event !== welcome), more, older };
}

/** The first frame of a link: the welcome, then the missed events or the newest page (SPEC JOIN-4). */
export function welcomeFrame(welcome: Welcome, { position, recovered, events, older }: PollResponse): string {
  if (recovered) return JSON.stringify([welcome, ...events]);
  const page: Page = {
    type: "page",
    position,
    events: events.filter(isNumbered),
    more: older,
  };
  // The page contains everything up to the poll's own position, which may be ahead of the welcome's.
  const others = events.filter((event) => !isNumbered(event));
  return JSON.stringify([{ ...welcome, recovered, position }, page, ...others]);
}
