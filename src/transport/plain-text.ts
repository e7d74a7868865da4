/** Events as lines of plain text (SPEC TXT-1 to TXT-5). */
import type { RoomEvent } from "../protocol/events.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { Welcome } from "../protocol/events/welcome.ts";
import type { Message } from "../protocol/events/message.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { messageLine, roomLine } from "../text/lines.ts";

/** The most messages that a page shows at a terminal. */
const MAX_PAGE_MESSAGES = 20;

/** What is said of a member whose message was deleted. */
export const TOOK_BACK = "took a message back";

/** The line with a connection's position (SPEC TXT-8). */
export function positionLine(position: string): string {
  return roomLine(`position ${position}`);
}

/** The lines of `event`; none for an event that plain text leaves out. */
export function toLines(event: RoomEvent): string[] {
  switch (event.type) {
    case "message":
      return [plainTextLine(event)];
    case "edit":
      return [roomLine(`${event.from.name} changed a message: ${event.text}`)];
    case "delete":
      return [roomLine(`${event.from.name} ${TOOK_BACK}`)];
    case "presence":
      return presenceLines(event);
    case "page":
      return event.events.slice(-MAX_PAGE_MESSAGES).flatMap(toLines);
    case "welcome":
      return [roomLine(welcomeText(event))];
    case "more":
      return [roomLine("more was said in between: read it at this room's URL")];
    case "error":
      return [roomLine(event.message)];
    case "stored":
    case "reaction":
    case "typing":
    case "signal":
    case "settings":
    case "flow":
      return [];
    default:
      return exhaustive(event);
  }
}

/** The line of a message, as in a transcript. */
export function plainTextLine({ from, text, deleted }: Message): string {
  return deleted ? roomLine(`${from.name} ${TOOK_BACK}`) : messageLine(from.name, text);
}

function welcomeText({ self, room, members }: Welcome): string {
  const others = members.list.slice(1).map(({ name }) => name);
  const unlisted = members.count - members.list.length;
  const othersText = [...others, ...(unlisted > 0 ? [`${unlisted} more`] : [])].join(", ");
  return `you are ${self.name} in ${room.name}, ${othersText === "" ? "alone so far" : `with ${othersText}`}`;
}

/** Above this number, members who joined or left are counted and not named. */
const MAX_NAMED = 5;

function presenceLines({ count, joined = [], left = [], self }: Presence): string[] {
  if (joined.length + left.length > MAX_NAMED) return [roomLine(`people come and go: ${count} are here`)];
  return [
    ...joined.map(({ name }) => roomLine(`${name} joined`)),
    ...left.map(({ name }) => roomLine(`${name} left`)),
    ...(self === undefined ? [] : [roomLine(`you are ${self.name} now`)]),
  ];
}
