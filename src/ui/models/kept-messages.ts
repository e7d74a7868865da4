/** The newest messages of the rooms that were opened in this browser, kept for reading them offline (SPEC ID-23). */
import type { KeyValueStorage } from "../../client/api.ts";
import { hasFields, parseJsonAs } from "../../client/json-guard.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Author } from "../../protocol/member.ts";

/** As many as a join brings: the room's page replaces what is kept, message by message. */
export const MAX_KEPT_MESSAGES = 50;
export const MAX_KEPT_ROOMS = 20;
/** Of a room, in UTF-16 units: all rooms together take a fifth of an origin's storage, which drafts and outboxes need too. */
export const MAX_KEPT_UNITS = 48 * 1024;
/** A reader who has not opened a room for so long does not expect it to be readable on this device. */
export const MAX_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

const PREFIX = "majlis:kept:";
const CHOICE_KEY = "majlis:keep-messages";

export interface KeptMessages {
  /** of the log in which they are */
  readonly epoch: string;
  /** when the room was last in reach, in ms since 1970: of what came later nothing is known */
  readonly until: number;
  /** whose messages are one's own */
  readonly self: Author;
  /** oldest first */
  readonly messages: readonly Message[];
}

/** Whether messages are kept: yes, unless the user has switched it off. */
export function keepsMessages(storage: KeyValueStorage): boolean {
  return storage.get(CHOICE_KEY) !== "off";
}

/** Stores the choice. Switched off, it deletes what is kept of all rooms. */
export function setKeepsMessages(storage: KeyValueStorage, keeps: boolean): void {
  if (keeps) return storage.remove(CHOICE_KEY);
  storage.set(CHOICE_KEY, "off");
  for (const { key } of keptRooms(storage)) storage.remove(key);
}

/** Replaces what is kept of a room by the newest of these messages that fit; by nothing if there are none. */
export function keepMessages(
  storage: KeyValueStorage,
  room: string,
  { until, messages, ...rest }: KeptMessages,
): void {
  const key = PREFIX + room;
  const fitting = newestThatFit(messages);
  if (fitting.length === 0) return storage.remove(key);
  const isNew = storage.get(key) === undefined;
  // The time comes first: the oldest rooms are found without parsing all of them.
  const isStored = storage.set(key, `${until} ${JSON.stringify({ ...rest, messages: fitting })}`);
  // Rather nothing than what may have been deleted since.
  if (!isStored) storage.remove(key);
  else if (isNew) removeOldest(storage);
}

/** What is kept of a room; undefined if there is nothing, or nothing that this version can read. */
export function keptMessages(storage: KeyValueStorage, room: string): KeptMessages | undefined {
  const stored = storage.get(PREFIX + room) ?? "";
  const content = parseJsonAs(stored.slice(stored.indexOf(" ")), isContent);
  return content === undefined ? undefined : { ...content, until: Number.parseInt(stored, 10) };
}

/** Deletes what is kept of a room. */
export function removeKept(storage: KeyValueStorage, room: string): void {
  storage.remove(PREFIX + room);
}

/** Deletes what is kept of rooms that were not in reach for {@link MAX_KEPT_MS}. */
export function removeExpiredKept(storage: KeyValueStorage, now: number): void {
  for (const { key, until } of keptRooms(storage)) if (!(now - until < MAX_KEPT_MS)) storage.remove(key);
}

function removeOldest(storage: KeyValueStorage): void {
  const newestFirst = keptRooms(storage).toSorted((one, other) => other.until - one.until);
  for (const { key } of newestFirst.slice(MAX_KEPT_ROOMS)) storage.remove(key);
}

function keptRooms(storage: KeyValueStorage): { readonly key: string; readonly until: number }[] {
  return storage
    .keys()
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => ({ key, until: Number.parseInt(storage.get(key) ?? "", 10) }));
}

function newestThatFit(messages: readonly Message[]): readonly Message[] {
  const newest = messages.slice(-MAX_KEPT_MESSAGES);
  let units = 0;
  const tooMuch = newest.findLastIndex((message) => {
    units += JSON.stringify(message).length;
    return units > MAX_KEPT_UNITS;
  });
  return newest.slice(tooMuch + 1);
}

/** Storage is shared with other pages of the origin and with other versions: its content is validated. */
function isContent(value: unknown): value is Omit<KeptMessages, "until"> {
  if (!hasFields(value, { epoch: "string", self: "object", messages: "object" })) return false;
  const { self, messages } = value;
  return isAuthor(self) && Array.isArray(messages) && messages.every(isMessage);
}

function isMessage(value: unknown): boolean {
  if (!hasFields(value, { seq: "number", at: "number", id: "string", text: "string" })) return false;
  const { type, from, mentions = [], reactions = [] } = value;
  return (
    type === "message" &&
    isAuthor(from) &&
    Array.isArray(mentions) &&
    mentions.every(isAuthor) &&
    Array.isArray(reactions) &&
    reactions.every(
      (reaction) =>
        hasFields(reaction, { emoji: "string", count: "number" }) && Array.isArray(reaction["names"]),
    )
  );
}

function isAuthor(value: unknown): boolean {
  return hasFields(value, { id: "string", name: "string" });
}
