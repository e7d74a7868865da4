/** The conversation as the page shows it: durable events and messages on their way in, rows out. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { PendingMessage } from "../../client/api.ts";
import type { DurableEvent } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Page } from "../../protocol/events/page.ts";
import type { Author } from "../../protocol/member.ts";
import { MessageLog } from "./message-log.ts";
import { buildRows, type Row } from "./rows.ts";

export class Timeline {
  readonly #log = new MessageLog();
  /** counts changes of the log: rows are built when somebody looks, not with each event of a replay */
  readonly #changes = signal(0);
  readonly #pending = signal<readonly PendingMessage[]>([]);
  readonly #self = signal<Author | undefined>(undefined);
  #built: readonly Row[] = [];

  readonly rows: ReadonlySignal<readonly Row[]> = computed(() => {
    void this.#changes.value;
    // Away from the present there is no end to append to: what is on its way shows once the reader is back.
    const pending = this.#log.newer ? [] : this.#pending.value;
    this.#built = buildRows({ messages: this.#log.messages, pending, self: this.#self.value }, this.#built);
    return this.#built;
  });

  /** True if there are earlier messages to fetch. */
  readonly older: ReadonlySignal<boolean> = computed(() => {
    void this.#changes.value;
    return this.#log.older;
  });

  /** True if the window is away from the present. */
  readonly newer: ReadonlySignal<boolean> = computed(() => {
    void this.#changes.value;
    return this.#log.newer;
  });

  get firstSeq(): number | undefined {
    return this.#log.firstSeq;
  }

  get lastSeq(): number {
    return this.#log.lastSeq;
  }

  /** Your own newest message that can still be edited. */
  get lastOwn(): Message | undefined {
    const self = this.#self.value?.id;
    return this.#log.messages.findLast(({ from, deleted }) => from.id === self && deleted !== true);
  }

  message(seq: number): Message | undefined {
    return this.#log.messages.find((message) => message.seq === seq);
  }

  setSelf(self: Author | undefined): void {
    this.#log.self = self?.id;
    this.#self.value = self;
  }

  setPending(pending: readonly PendingMessage[]): void {
    this.#pending.value = pending;
  }

  reset(events: readonly DurableEvent[], older: boolean): void {
    this.#change(() => this.#log.reset(events, older));
  }

  apply(event: DurableEvent, reader: "follow" | "read"): void {
    this.#change(() => this.#log.apply(event, reader));
  }

  prepend(page: Page): void {
    this.#change(() => this.#log.prepend(page));
  }

  extend(page: Page, before: number): void {
    this.#change(() => this.#log.extend(page, before));
  }

  present(page: Page): void {
    this.#change(() => this.#log.present(page));
  }

  #change(act: () => void): void {
    act();
    this.#changes.value++;
  }
}
