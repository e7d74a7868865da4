import { Component, createRef, type ComponentType, type JSX } from "preact";
import type { MessageRow } from "../models/rows.ts";
import { Avatar } from "./avatar.tsx";
import { Byline } from "./byline.tsx";
import { Delivery } from "./delivery.tsx";
import { MessageText } from "./message-text.tsx";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";
import { Withdrawn } from "./withdrawn.tsx";

interface Properties {
  readonly row: MessageRow;
}

/** A message that can be acted on. */
export type StoredRow = MessageRow & { readonly seq: number };

interface State {
  /** drawn only while somebody attends to the message */
  readonly Tools?: ComponentType<{ readonly row: StoredRow }> | undefined;
}

const items = new WeakMap<Element, MessageItem>();

/** What draws the message at `element`. */
export function messageItemAt(element: Element): MessageItem | undefined {
  return items.get(element);
}

/** One message. Rows are values: the same row is the same picture, so only changed ones are drawn again. */
export class MessageItem extends Component<Properties, State> {
  readonly #element = createRef<HTMLLIElement>();

  /** The message, if it can be acted on. */
  get actable(): StoredRow | undefined {
    const { row } = this.props;
    return isActable(row) ? row : undefined;
  }

  override componentDidMount(): void {
    if (this.#element.current !== null) items.set(this.#element.current, this);
  }

  override shouldComponentUpdate({ row }: Properties, { Tools }: State): boolean {
    return row !== this.props.row || Tools !== this.state.Tools;
  }

  override getSnapshotBeforeUpdate(): boolean {
    return this.#element.current?.contains(document.activeElement) === true;
  }

  /** A button that goes must not leave the focus nowhere. */
  override componentDidUpdate(_properties: Properties, _state: State, hadFocus: boolean): void {
    if (hadFocus && document.activeElement === document.body)
      this.#element.current?.focus({ preventScroll: true });
  }

  override render({ row }: Properties, { Tools }: State): JSX.Element {
    return (
      <li
        ref={this.#element}
        class={classOf(row)}
        data-message
        data-seq={row.seq}
        data-delivery={row.delivery}
        tabIndex={-1}
      >
        {row.startsGroup && <Avatar id={row.authorId} name={row.authorName} />}
        <div class="bubble">
          <Byline row={row} />
          {row.isPendingDelete && !row.deleted ? <Withdrawn seq={row.seq} /> : <Said row={row} />}
        </div>
        {Tools !== undefined && isActable(row) && <Tools row={row} />}
      </li>
    );
  }
}

function Said({ row }: Properties): JSX.Element {
  return (
    <>
      {row.replyTo !== undefined && !row.deleted && <Quote row={row} to={row.replyTo} />}
      <MessageText text={row.text} deleted={row.deleted} editedAt={row.editedAt} />
      {row.reactions.length > 0 && row.seq !== undefined && (
        <Reactions seq={row.seq} reactions={row.reactions} />
      )}
      {row.delivery !== "stored" && <Delivery row={row} />}
    </>
  );
}

function isActable(row: MessageRow): row is StoredRow {
  return row.seq !== undefined && !row.deleted && !row.isPendingDelete;
}

function classOf({ own, startsGroup: leads, isSubject }: MessageRow): string {
  return `message${own ? " own" : ""}${leads ? " leads" : ""}${isSubject ? " subject-of-writing" : ""}`;
}
