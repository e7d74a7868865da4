/** Everyone behind one emoji on a message, loaded page by page: the message itself names ten of them. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import type { Author } from "../../protocol/member.ts";
import type { Translate } from "../i18n/translate.ts";
import { describeError } from "./error-messages.ts";

export type ReactorStep =
  /** `isComplete`: there are no further pages */
  | { readonly name: "listed"; readonly isComplete: boolean }
  | { readonly name: "loading" }
  | { readonly name: "failed"; readonly message: string };

interface ReactorPagesParts {
  readonly room: Pick<BaseRoomApi, "reactionHolders">;
  readonly t: Translate;
  /** of the message */
  readonly seq: number;
  readonly emoji: string;
}

export class ReactorPages {
  readonly #parts: ReactorPagesParts;
  readonly #abort = new AbortController();
  readonly #members = signal<readonly Author[] | undefined>(undefined);
  readonly #step = signal<ReactorStep>({ name: "listed", isComplete: false });
  #after: string | undefined;

  constructor(parts: ReactorPagesParts) {
    this.#parts = parts;
  }

  /** undefined until the first page has come */
  get members(): ReadonlySignal<readonly Author[] | undefined> {
    return this.#members;
  }

  get step(): ReadonlySignal<ReactorStep> {
    return this.#step;
  }

  /** Loads the next page; the same one again if it failed. */
  async loadMore(): Promise<void> {
    if (this.#step.value.name === "loading") return;
    this.#step.value = { name: "loading" };
    const { room, t, seq, emoji } = this.#parts;
    try {
      const page = await room.reactionHolders({ seq, emoji, after: this.#after, signal: this.#abort.signal });
      this.#members.value = [...(this.#members.value ?? []), ...page.holders];
      this.#after = page.after;
      this.#step.value = { name: "listed", isComplete: !page.more };
    } catch (error) {
      if (!this.#abort.signal.aborted)
        this.#step.value = { name: "failed", message: describeError(t, error) };
    }
  }

  stop(): void {
    this.#abort.abort();
  }
}
