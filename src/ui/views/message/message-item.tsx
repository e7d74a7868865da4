import { Component, createRef, type ComponentType, type JSX } from "preact";
import { moveFrom } from "../../browser/motion.ts";
import type { MessageRow } from "../../models/rows.ts";
import { useRoom } from "../context.ts";
import { Avatar } from "../kit/avatar.tsx";
import { lazyView } from "../kit/lazy-view.tsx";
import { Byline } from "./byline.tsx";
import { DeliveryStatus } from "./delivery-status.tsx";
import { MessageText } from "./message-text.tsx";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";
import { RepliesButton } from "./replies-button.tsx";

/** Loaded with the action that deletes. */
const DeletedMessage = lazyView(async () => (await import("../../message-actions-entry.ts")).DeletedMessage);

interface Properties {
  readonly row: MessageRow;
}

/** A message that has actions: stored, and not deleted. */
export type ActionableRow = MessageRow & { readonly seq: number };

interface State {
  /** rendered only while the message is active */
  readonly Toolbar?: ComponentType<{ readonly row: ActionableRow }> | undefined;
}

const items = new WeakMap<Element, MessageItem>();

/** The component that renders the message at `element`. */
export function messageItemAt(element: Element): MessageItem | undefined {
  return items.get(element);
}

/** One message. Rows are immutable: only a new row is rendered again. */
export class MessageItem extends Component<Properties, State> {
  readonly #element = createRef<HTMLLIElement>();

  /** The message, if it has actions. */
  get actionableRow(): ActionableRow | undefined {
    const { row } = this.props;
    return isActionable(row) ? row : undefined;
  }

  override componentDidMount(): void {
    const { current } = this.#element;
    if (current === null) return;
    items.set(current, this);
    // Only what was just sent here: in a busy room nothing else moves.
    const { own, delivery } = this.props.row;
    if (own && delivery !== "stored") moveFrom(current, { opacity: 0, translate: "0 0.5rem" });
  }

  override shouldComponentUpdate({ row }: Properties, { Toolbar }: State): boolean {
    return row !== this.props.row || Toolbar !== this.state.Toolbar;
  }

  override getSnapshotBeforeUpdate(): boolean {
    return this.#element.current?.contains(document.activeElement) === true;
  }

  /** If a focused button was removed, the message gets the focus. */
  override componentDidUpdate(_properties: Properties, _state: State, hadFocus: boolean): void {
    if (hadFocus && document.activeElement === document.body)
      this.#element.current?.focus({ preventScroll: true });
  }

  override render({ row }: Properties, { Toolbar }: State): JSX.Element {
    return (
      <li
        ref={this.#element}
        class={messageClass(row)}
        data-message
        data-seq={row.seq}
        data-delivery={row.delivery}
        tabIndex={-1}
      >
        {row.startsGroup && <Avatar id={row.authorId} name={row.authorName} />}
        <Bubble row={row} />
        {Toolbar !== undefined && isActionable(row) && <Toolbar row={row} />}
      </li>
    );
  }
}

function Bubble({ row }: Properties): JSX.Element {
  const { t, formats } = useRoom();
  const time = formats.time(row.at);
  // In a narrow list the styles show it at the end of the text.
  const shownTime = row.editedAt === undefined || row.deleted ? time : `${t("edited")} ${time}`;
  return (
    <div class="bubble" style={{ "--time": JSON.stringify(shownTime) }}>
      <Byline row={row} time={time} />
      {row.isPendingDelete ? <DeletedMessage seq={row.seq} /> : <MessageBody row={row} />}
    </div>
  );
}

function MessageBody({ row }: Properties): JSX.Element {
  return (
    <>
      {row.replyTo !== undefined && !row.deleted && <Quote row={row} to={row.replyTo} />}
      <MessageText {...row} />
      {row.reactions.length > 0 && row.seq !== undefined && (
        <Reactions seq={row.seq} reactions={row.reactions} />
      )}
      {row.replyCount > 0 && isActionable(row) && <RepliesButton seq={row.seq} count={row.replyCount} />}
      {row.delivery !== "stored" && <DeliveryStatus row={row} />}
    </>
  );
}

function isActionable(row: MessageRow): row is ActionableRow {
  return row.seq !== undefined && !row.deleted && !row.isPendingDelete;
}

function messageClass({ own, startsGroup, isSubject }: MessageRow): string {
  return `message${own ? " own" : ""}${startsGroup ? " group-start" : ""}${isSubject ? " compose-target" : ""}`;
}
