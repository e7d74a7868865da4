/** The draft of a room, stored until it is sent: the new message, what it replies to, and an edit that was begun. */
import type { KeyValueStorage } from "../../client/api.ts";
import { hasFields, parseJsonAs } from "../../client/json-guard.ts";

/** The message that is replied to, as the composer shows it. */
export interface Original {
  readonly seq: number;
  readonly name: string;
  readonly text: string;
}

/** An edit that is not sent yet. */
export interface DraftEdit {
  readonly seq: number;
  readonly text: string;
}

export interface Draft {
  /** of the new message */
  readonly text: string;
  readonly replyTo?: Original | undefined;
  readonly edit?: DraftEdit | undefined;
  /** of the log in which they are; undefined if it was not known */
  readonly epoch?: string | undefined;
}

type DraftSubject = Omit<Draft, "text">;

function isDraftSubject(value: unknown): value is DraftSubject {
  if (!hasFields(value, { epoch: "string?" })) return false;
  const { replyTo, edit } = value;
  return (
    (replyTo === undefined || hasFields(replyTo, { seq: "number", name: "string", text: "string" })) &&
    (edit === undefined || hasFields(edit, { seq: "number", text: "string" }))
  );
}

export class DraftStore {
  readonly #storage: KeyValueStorage;
  readonly #textKey: string;
  readonly #subjectKey: string;

  constructor(storage: KeyValueStorage, room: string) {
    this.#storage = storage;
    this.#textKey = `majlis:draft:${room}`;
    this.#subjectKey = `majlis:draft-subject:${room}`;
  }

  load(): Draft {
    const subject = parseJsonAs(this.#storage.get(this.#subjectKey), isDraftSubject);
    return { text: this.#storage.get(this.#textKey) ?? "", ...subject };
  }

  /** The text of a storage event from another tab, if it is about this draft. */
  textFromEvent({ key, newValue }: Pick<StorageEvent, "key" | "newValue">): string | undefined {
    return key === this.#textKey ? (newValue ?? "") : undefined;
  }

  save({ text, ...subject }: Draft): void {
    this.#set(this.#textKey, text.trim() === "" ? undefined : text);
    const isPlain = subject.replyTo === undefined && subject.edit === undefined;
    this.#set(this.#subjectKey, isPlain ? undefined : JSON.stringify(subject));
  }

  #set(key: string, value: string | undefined): void {
    if (value === undefined) this.#storage.remove(key);
    else this.#storage.set(key, value);
  }
}
