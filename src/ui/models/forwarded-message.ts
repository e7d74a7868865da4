/** A message that is forwarded: a quotation in the draft of another room, which the reader sends, or not. */
import type { KeyValueStorage } from "../../client/api.ts";
import { DraftStore } from "./draft-store.ts";

export interface ForwardedMessage {
  readonly authorName: string;
  readonly text: string;
  /** of the message in its room */
  readonly url: string;
}

/** The message as a quotation, then who wrote it and where. */
export function quotation({ authorName, text, url }: ForwardedMessage): string {
  const quoted = text.split("\n").map((line) => `> ${line}`.trimEnd());
  return [...quoted, `— ${authorName} · ${url}`].join("\n");
}

/** `draft` with the quotation after it, and an empty line for what the reader writes about it. */
export function withQuotation(draft: string, message: ForwardedMessage): string {
  const before = draft.trim() === "" ? "" : `${draft.trimEnd()}\n\n`;
  return `${before}${quotation(message)}\n\n`;
}

/** Adds the quotation to the draft of a room that is not open in this page. */
export function addToDraft(storage: KeyValueStorage, room: string, message: ForwardedMessage): void {
  const store = new DraftStore(storage, room);
  const draft = store.load();
  store.save({ ...draft, text: withQuotation(draft.text, message) });
}
