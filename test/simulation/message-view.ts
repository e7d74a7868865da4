/** What the specification says that a reader sees of a message. */
import type { DurableEvent, DurableEventOf } from "../../src/protocol/events/durable.ts";
import type { Message, ReactionSummary } from "../../src/protocol/events/message.ts";

/** What a reader sees of a message. */
export interface MessageView {
  readonly text: string;
  readonly isEdited: boolean;
  readonly reactions: readonly { readonly count: number; readonly mine: boolean }[];
}

/** Deleted, or hidden: the same to a reader. */
const DELETED: MessageView = { text: "", isEdited: false, reactions: [] };

export function viewOf({
  text,
  editedAt,
  deleted,
  reactions = [],
}: Pick<Message, "text" | "editedAt" | "deleted" | "reactions">): MessageView {
  return { text, isEdited: editedAt !== undefined && deleted !== true, reactions: reactionViews(reactions) };
}

function reactionViews(reactions: readonly ReactionSummary[]): MessageView["reactions"] {
  return reactions.map(({ count, mine = false }) => ({ count, mine }));
}

/** The view after an event, by the specification alone; the simulation reacts with one emoji only. */
function amend(
  view: MessageView,
  event: Extract<DurableEvent, { readonly target: number }>,
  self: string,
): MessageView {
  switch (event.type) {
    case "edit":
      return event.text === "" ? view : { ...view, text: event.text, isEdited: true };
    case "delete":
      return DELETED;
    case "restore":
      return event.text === "" ? view : viewOf(event);
    case "reaction": {
      const mine = event.from.id === self ? event.on : view.reactions[0]?.mine === true;
      return { ...view, reactions: event.count === 0 ? [] : [{ count: event.count, mine }] };
    }
  }
}

/** Reads a message as the room has it now. */
export type ReadMessage = (seq: number) => MessageView | undefined;

export interface OutdatedView {
  readonly seq: number;
  readonly held: MessageView;
  readonly stored: MessageView | undefined;
}

/** The messages of the newest page and since, as the events left them. */
export class MessageViews {
  private readonly views = new Map<number, MessageView>();
  private readonly authors = new Map<number, string>();

  clear(): void {
    this.views.clear();
  }

  apply(event: DurableEvent, self: string, read: ReadMessage): void {
    if (event.type === "message") {
      this.views.set(event.seq, viewOf(event));
      this.authors.set(event.seq, event.from.id);
    }
    if (event.type === "moderation") this.obey(event, read);
    const view = "target" in event ? this.views.get(event.target) : undefined;
    if (view !== undefined && "target" in event) this.views.set(event.target, amend(view, event, self));
  }

  /** Those that are not as the room has them now. */
  outdated(read: ReadMessage): OutdatedView[] {
    return [...this.views].flatMap(([seq, held]) => {
      const stored = read(seq);
      return JSON.stringify(held) === JSON.stringify(stored) ? [] : [{ seq, held, stored }];
    });
  }

  /** SPEC MOD-4. */
  private obey({ act, member, seq: since }: DurableEventOf<"moderation">, read: ReadMessage): void {
    if (act !== "hide" && act !== "show") return;
    for (const seq of this.views.keys()) {
      if (this.authors.get(seq) !== member.id || seq > since) continue;
      this.views.set(seq, act === "hide" ? DELETED : (read(seq) ?? DELETED));
    }
  }
}
