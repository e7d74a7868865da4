/** The messages that were saved in this browser, of all rooms. They are stored nowhere else. */
import type { KeyValueStorage } from "../../client/api.ts";
import { hasFields, parseJsonAs } from "../../client/json-guard.ts";
import type { Message } from "../../protocol/events/message.ts";
import { truncate } from "../../text/truncate.ts";

const KEY = "majlis:saved";
/** A message has at most some 1.5 KB here: all of them fit into the storage of an origin beside drafts and outboxes. */
export const MAX_SAVED = 300;
const MAX_TEXT_UNITS = 600;

export interface SavedMessage {
  readonly room: string;
  readonly seq: number;
  /** with its author's, its identity: the seq alone may be another message's in a room that was created again */
  readonly id: string;
  readonly authorId: string;
  readonly authorName: string;
  /** as of a row */
  readonly authorVia?: string | undefined;
  readonly authorVouched?: true | undefined;
  /** ms since 1970 */
  readonly at: number;
  /** the beginning of a long one; empty once it is deleted */
  readonly text: string;
  /** whether its author has deleted it, or the room no longer keeps it */
  readonly gone?: "deleted" | "pruned";
}

type Place = Pick<SavedMessage, "room" | "seq">;

/** Newest saved first. */
export function savedMessages(storage: KeyValueStorage): SavedMessage[] {
  return (parseJsonAs(storage.get(KEY), Array.isArray) ?? []).filter(isSavedMessage);
}

export function isSaved(storage: KeyValueStorage, place: Place): boolean {
  return savedMessages(storage).some((saved) => isAt(saved, place));
}

/** Puts a message in front; false if there are {@link MAX_SAVED} already, or the browser stores no more. */
export function saveMessage(storage: KeyValueStorage, message: SavedMessage): boolean {
  const others = savedMessages(storage).filter((saved) => !isAt(saved, message));
  return (
    others.length < MAX_SAVED && store(storage, [{ ...message, text: shorten(message.text) }, ...others])
  );
}

export function removeSaved(storage: KeyValueStorage, place: Place): void {
  store(
    storage,
    savedMessages(storage).filter((saved) => !isAt(saved, place)),
  );
}

/** Removes all that were saved in a room. */
export function removeSavedOf(storage: KeyValueStorage, room: string): void {
  const saved = savedMessages(storage);
  const others = saved.filter((message) => message.room !== room);
  if (others.length < saved.length) store(storage, others);
}

/**
 * Updates a saved message after `current`, what the room has at its seq now: a changed text, or that it is gone.
 * The text of a deleted message is not kept.
 */
export function updateSaved(
  storage: KeyValueStorage,
  message: SavedMessage,
  current: Message | undefined,
): void {
  const updated = updatedMessage(message, current);
  if (updated.text === message.text && updated.gone === message.gone) return;
  store(
    storage,
    savedMessages(storage).map((saved) => (isAt(saved, message) ? updated : saved)),
  );
}

function updatedMessage(message: SavedMessage, current: Message | undefined): SavedMessage {
  const isSame = current?.id === message.id && current.from.id === message.authorId;
  if (!isSame) return { ...message, gone: "pruned" };
  if (current.deleted === true) return { ...message, text: "", gone: "deleted" };
  const { gone: _gone, ...kept } = message;
  return { ...kept, text: shorten(current.text) };
}

function shorten(text: string): string {
  return truncate(text, MAX_TEXT_UNITS);
}

function isAt(saved: Place, { room, seq }: Place): boolean {
  return saved.room === room && saved.seq === seq;
}

function store(storage: KeyValueStorage, messages: readonly SavedMessage[]): boolean {
  return storage.set(KEY, JSON.stringify(messages));
}

/** Storage is shared with other pages of the origin and with other versions: its content is validated. */
function isSavedMessage(value: unknown): value is SavedMessage {
  return (
    hasFields(value, {
      room: "string",
      seq: "number",
      id: "string",
      authorId: "string",
      authorName: "string",
      authorVia: "string?",
      authorVouched: "boolean?",
      at: "number",
      text: "string",
      gone: "string?",
    }) && Number.isSafeInteger(value["seq"])
  );
}
