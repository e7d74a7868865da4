/** What a poll brings, and how it looks as the frames of a socket (SPEC POLL-1 to POLL-3). */
import { decodeEvents } from "../../protocol/decode-events.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Page } from "../../protocol/events/page.ts";
import type { Welcome } from "../../protocol/events/welcome.ts";
import { hasFields, readStored } from "../stored.ts";
import { isDurable } from "./durable.ts";

export interface PollAnswer {
  readonly position: string;
  readonly recovered: boolean;
  readonly welcome: Welcome | undefined;
  /** all but the welcome */
  readonly events: readonly RoomEvent[];
  /** there is more at once */
  readonly more: boolean;
  /** there are messages before these newest ones */
  readonly older: boolean;
}

interface Raw {
  readonly position: string;
  readonly recovered: boolean;
  readonly events: readonly unknown[];
  readonly more?: boolean;
  readonly older?: boolean;
}

const FIELDS = { position: "string", recovered: "boolean", more: "boolean?", older: "boolean?" };

function isRaw(value: unknown): value is Raw {
  return hasFields(value, FIELDS) && Array.isArray(value["events"]);
}

export function readPollAnswer(body: string): PollAnswer | undefined {
  const raw = readStored(body, isRaw);
  if (raw === undefined) return undefined;
  const { position, recovered, more = false, older = false } = raw;
  const all = decodeEvents(JSON.stringify(raw.events));
  const welcome = all.find((event) => event.type === "welcome");
  return { position, recovered, welcome, events: all.filter((event) => event !== welcome), more, older };
}

/** The frame that opens a session: the welcome, then what was missed or the newest page (SPEC JOIN-4). */
export function openingFrame(welcome: Welcome, { position, recovered, events, older }: PollAnswer): string {
  if (recovered) return JSON.stringify([welcome, ...events]);
  const page: Page = {
    type: "page",
    position,
    events: events.filter(isDurable) as DurableEvent[],
    more: older,
  };
  // The page is all there is up to the poll's own position, which may be ahead of the welcome's.
  const others = events.filter((event) => !isDurable(event));
  return JSON.stringify([{ ...welcome, recovered, position }, page, ...others]);
}
