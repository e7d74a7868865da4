import { Component, createRef, type JSX } from "preact";
import { highlight } from "../../browser/highlight.ts";
import { unfold } from "../../browser/unfold.ts";
import { ScrollAnchor } from "../../browser/scroll-anchor.ts";
import type { Conversation } from "../../conversation/conversation.ts";
import type { Row } from "../../models/rows.ts";
import { browserTimers } from "../../timers.ts";
import { DaySeparator } from "./day-separator.tsx";
import { GapSeparator } from "./gap-separator.tsx";
import { JumpToLatestButton } from "./jump-to-latest-button.tsx";
import { lazyView } from "../kit/lazy-view.tsx";
import { ListEnd } from "./list-end.tsx";
import { MessageItem } from "../message/message-item.tsx";
import { JumpToUnreadButton } from "./jump-to-unread-button.tsx";
import { UnreadSeparator } from "./unread-separator.tsx";

const EmptyRoom = lazyView(async () => (await import("./empty-room.tsx")).EmptyRoom);

interface Properties {
  readonly conversation: Conversation;
  readonly label: string;
  /** Escape in the list: moves the focus to the composer */
  readonly onLeave: () => void;
}

const MessageActionsView = lazyView(
  async () => (await import("../../message-actions-entry.ts")).MessageActionsView,
);

/**
 * The message list. Its scroll position is kept by `ScrollAnchor`; the message actions are loaded after the first render.
 * The list is rendered also while it is empty, hidden, so that the first message does not wait for it.
 */
export class MessageList extends Component<Properties> {
  readonly #scroller = createRef<HTMLElement>();
  readonly #list = createRef<HTMLOListElement>();
  #anchor: ScrollAnchor | undefined;
  #cleanups: (() => void)[] = [];
  /** selector of the element to scroll to once it is rendered */
  #pendingSelector: string | undefined;

  override componentDidMount(): void {
    const scroller = this.#scroller.current;
    const content = this.#list.current;
    if (scroller === null || content === null) return;
    const { conversation } = this.props;
    this.#anchor = new ScrollAnchor({
      scroller,
      content,
      timers: browserTimers,
      canFollow: () => !conversation.timeline.newer.value,
      onReaderChange: (reader) => conversation.setReader(reader),
    });
    this.#cleanups = [
      this.#anchor.start(),
      conversation.attachList({
        scrollToLatest: () => void this.#scrollToLatest(),
        scrollToMessage: (seq) => this.#reveal(`[data-seq="${seq}"]`),
        scrollToUnread: () => this.#reveal(".unread"),
      }),
    ];
  }

  override componentWillUnmount(): void {
    for (const cleanUp of this.#cleanups) cleanUp();
    this.props.conversation.setReader("follow");
  }

  override getSnapshotBeforeUpdate(): null {
    this.#anchor?.beforeChange(this.#firstRemaining());
    return null;
  }

  #firstRemaining(): Element | undefined {
    const { firstSeq } = this.props.conversation.timeline;
    return this.#list.current?.querySelector(`[data-seq="${firstSeq}"]`) ?? undefined;
  }

  override componentDidUpdate(): void {
    this.#anchor?.afterChange();
    this.#revealNow();
  }

  override render({ conversation, label }: Properties): JSX.Element {
    const { timeline, history } = conversation;
    const isEmpty = timeline.isEmpty.value;
    return (
      <div class="conversation">
        {isEmpty && <EmptyRoom />}
        <section ref={this.#scroller} class="scroller" aria-label={label} tabIndex={0} hidden={isEmpty}>
          <ListEnd
            end="older"
            fetching={history.older}
            more={timeline.older}
            load={() => history.loadOlder()}
          />
          <ol ref={this.#list} class="messages">
            {timeline.rows.value.map(renderRow)}
          </ol>
          <ListEnd
            end="newer"
            fetching={history.newer}
            more={timeline.newer}
            load={() => history.loadNewer()}
          />
        </section>
        <JumpToUnreadButton />
        <JumpToLatestButton onJump={() => void this.#scrollToLatest()} />
        <MessageActionsView list={this.#scroller} onLeave={this.#returnToComposer} />
      </div>
    );
  }

  async #scrollToLatest(): Promise<void> {
    await this.props.conversation.history.toLatest();
    this.#anchor?.followBottom();
  }

  #reveal(selector: string): void {
    this.#pendingSelector = selector;
    this.#revealNow();
  }

  #revealNow(): void {
    if (this.#pendingSelector === undefined) return;
    const element = this.#list.current?.querySelector<HTMLElement>(this.#pendingSelector);
    if (element === null || element === undefined) return;
    this.#pendingSelector = undefined;
    unfold(element);
    this.#anchor?.scrollTo(element);
    highlight(element);
  }

  readonly #returnToComposer = (): void => {
    this.props.onLeave();
    void this.#scrollToLatest();
  };
}

function renderRow(row: Row): JSX.Element {
  switch (row.kind) {
    case "day":
      return <DaySeparator key={row.key} at={row.at} />;
    case "gap":
      return <GapSeparator key={row.key} count={row.count} />;
    case "unread":
      return <UnreadSeparator key={row.key} />;
    case "added":
      return row.view;
    case "message":
      return <MessageItem key={row.key} row={row} />;
  }
}
