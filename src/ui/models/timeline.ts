/** The conversation as the page shows it: durable events and pending messages in, rows out. */
import { computed, signal, type ReadonlySignal } from "@preact/signals";
import type { PendingMessage } from "../../client/api.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Author } from "../../protocol/member.ts";
import { MessageLog } from "./message-log.ts";
import { NO_OVERLAY, type Overlay } from "./overlay.ts";
import { buildRows, type Row } from "./rows.ts";
import { firstUnreadSeq } from "./first-unread.ts";

type RowDecorator = (rows: readonly Row[]) => readonly Row[];

export class Timeline {
  readonly #log = new MessageLog();
  /** counts changes of the log: rows are computed lazily, not with each event of a replay */
  readonly #changes = signal(0);
  readonly #pending = signal<readonly PendingMessage[]>([]);
  readonly #self = signal<Author>();
  readonly #readUpTo = signal<number>();
  readonly #overlay = signal(NO_OVERLAY);
  #lastRows: readonly Row[] = [];
  readonly #decorate = signal<RowDecorator>((rows) => rows);

  readonly rows: ReadonlySignal<readonly Row[]> = computed(() => {
    void this.#changes.value;
    // Pending messages belong after the latest one: they are hidden while the window does not reach it.
    const pending = this.#log.newer ? [] : this.#pending.value;
    const { messages, gap, older } = this.#log;
    const unread = firstUnreadSeq({
      messages,
      older,
      self: this.#self.value?.id,
      readUpTo: this.#readUpTo.value,
    });
    const overlay = this.#overlay.value;
    this.#lastRows = buildRows(
      { messages, gap, pending, self: this.#self.value, unread, overlay },
      this.#lastRows,
    );
    return this.#decorate.value(this.#lastRows);
  });

  /** True if the first unread message is before this window. */
  readonly unreadIsOlder: ReadonlySignal<boolean> = computed(() => {
    void this.#changes.value;
    return this.#log.older && (this.#log.firstSeq ?? 0) > (this.#readUpTo.value ?? Number.POSITIVE_INFINITY);
  });

  /** True if an unread separator is shown. */
  readonly hasUnread: ReadonlySignal<boolean> = computed(() =>
    this.rows.value.some(({ kind }) => kind === "unread"),
  );

  /** True if there are earlier messages to fetch. */
  readonly older: ReadonlySignal<boolean> = computed(() => {
    void this.#changes.value;
    return this.#log.older;
  });

  /** True if there is nothing to show, nor to fetch. */
  readonly isEmpty: ReadonlySignal<boolean> = computed(
    () => !this.older.value && !this.rows.value.some(({ kind }) => kind === "message"),
  );

  /** True if the window does not reach the latest message. */
  readonly newer: ReadonlySignal<boolean> = computed(() => {
    void this.#changes.value;
    return this.#log.newer;
  });

  /** The window on the room's log, oldest first. */
  get messages(): readonly Message[] {
    return this.#log.messages;
  }

  get firstSeq(): number | undefined {
    return this.#log.firstSeq;
  }

  get lastSeq(): number {
    return this.#log.lastSeq;
  }

  get newestSeq(): number {
    return this.#log.newestSeq;
  }

  /** The seq of your latest message that can be edited. */
  get lastOwn(): Message | undefined {
    const self = this.#self.value?.id;
    const { pendingDeletes } = this.overlay;
    return this.messages.findLast(
      ({ seq, from, deleted }) => from.id === self && deleted !== true && !pendingDeletes.has(seq),
    );
  }

  /** Adds rows to those of the log, or leaves some out: for parts that are loaded later. */
  addDecorator(decorate: RowDecorator): void {
    const inner = this.#decorate.peek();
    this.#decorate.value = (rows) => decorate(inner(rows));
  }

  message(seq: number): Message | undefined {
    return this.messages.find((message) => message.seq === seq);
  }

  /** Applies a change of the overlay: optimistic changes that the room has not confirmed yet. */
  get overlay(): Overlay {
    return this.#overlay.peek();
  }

  applyOverlay(overlay: Partial<Overlay>): void {
    this.#overlay.value = { ...this.overlay, ...overlay };
  }

  setSelf(self: Author | undefined): void {
    this.#log.self = self?.id;
    this.#self.value = self;
  }

  /** The last message that the reader has read; undefined if nothing is unread. */
  get readUpTo(): number | undefined {
    return this.#readUpTo.peek();
  }

  /** Messages of others after this seq are unread; undefined if none is. */
  setReadUpTo(seq: number | undefined): void {
    this.#readUpTo.value = seq;
  }

  setPending(pending: readonly PendingMessage[]): void {
    this.#pending.value = pending;
  }

  /** Changes the log and recomputes the rows. */
  change(update: (log: MessageLog) => void): void {
    update(this.#log);
    this.#changes.value++;
  }
}
