/** Events as lines of plain text (SPEC TXT-1 to TXT-5). */
import type { Act } from "../protocol/acts.ts";
import type { EventOf, RoomEvent } from "../protocol/events.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Presence } from "../protocol/events/presence.ts";
import type { Welcome } from "../protocol/events/welcome.ts";
import type { Message } from "../protocol/events/message.ts";
import { exhaustive } from "../text/exhaustive.ts";
import { messageLine, roomLine, shownName } from "../text/lines.ts";

/** The most messages that a page shows at a terminal. */
const MAX_PAGE_MESSAGES = 20;

/** What is said of a member whose message was deleted. */
export const TOOK_BACK = "took a message back";

/** What is said of a member who undid that. */
const PUT_BACK = "put a message back";

/** What is said of a member whose message a moderator deleted, or hid. */
export const HAD_REMOVED = "had a message removed";

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
      return [roomLine(`${shownName(event.from)} changed a message: ${event.text}`)];
    case "delete":
      return [roomLine(deletionNotice(event))];
    case "restore":
      return [roomLine(restorationNotice(event))];
    case "moderation":
      return [roomLine(MODERATION_NOTICES[event.act](shownName(event.member)))];
    case "clear":
      return [roomLine(`${shownName(event.from)} cleared the room`)];
    case "presence":
      return presenceLines(event);
    case "page":
      return pageLines(event);
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
    case "read":
    case "state":
    case "delta":
    case "map":
    case "settings":
    case "role":
    case "flow":
    case "lanes":
    case "echo":
    case "time":
      return [];
    default:
      return exhaustive(event);
  }
}

function deletionNotice({ from, author }: EventOf<"delete">): string {
  return author === undefined ? `${shownName(from)} ${TOOK_BACK}` : `${shownName(author)} ${HAD_REMOVED}`;
}

function restorationNotice({ from, author, text }: EventOf<"restore">): string {
  return author === undefined
    ? `${shownName(from)} ${PUT_BACK}: ${text}`
    : `${shownName(author)} got a message back: ${text}`;
}

/** The name comes first, so that no name can imitate another line. */
const MODERATION_NOTICES: { readonly [Each in Act]: (name: string) => string } = {
  hide: (name) => `${name} had all messages removed`,
  show: (name) => `${name} got all messages back`,
  mute: (name) => `${name} was muted`,
  unmute: (name) => `${name} may write again`,
  ban: (name) => `${name} was banned`,
  unban: (name) => `${name} may come back`,
  kick: (name) => `${name} was kicked`,
};

/** An empty page with `more` is no empty room: too much lies between (SPEC HIST-5), or was read before (SPEC LIM-12). */
function pageLines({ events, more }: Page): string[] {
  if (events.length === 0 && more)
    return [roomLine("there are earlier messages: read them at this room's URL")];
  return events.slice(-MAX_PAGE_MESSAGES).flatMap(toLines);
}

/** The line of a message, as in a transcript. */
function plainTextLine({ from, text, deleted, removed }: Message): string {
  if (deleted !== true) return messageLine(shownName(from), text);
  return roomLine(`${shownName(from)} ${removed === true ? HAD_REMOVED : TOOK_BACK}`);
}

function welcomeText({ self, room, members }: Welcome): string {
  const others = members.list.slice(1).map(shownName);
  const unlisted = members.count - members.list.length;
  const othersText = [...others, ...(unlisted > 0 ? [`${unlisted} more`] : [])].join(", ");
  return `you are ${shownName(self)} in ${room.name}, ${othersText === "" ? "alone so far" : `with ${othersText}`}`;
}

/** Above this number, members who joined or left are counted and not named. */
const MAX_NAMED = 5;

function presenceLines({ count, joined = [], left = [], self }: Presence): string[] {
  if (joined.length + left.length > MAX_NAMED) return [roomLine(`people come and go: ${count} are here`)];
  return [
    ...joined.map((member) => roomLine(`${shownName(member)} joined`)),
    ...left.map((member) => roomLine(`${shownName(member)} left`)),
    ...(self === undefined ? [] : [roomLine(`you are ${shownName(self)} now`)]),
  ];
}
