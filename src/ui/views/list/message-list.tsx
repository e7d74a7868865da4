import { Component, createRef, type JSX } from "preact";
import { highlight } from "../../browser/highlight.ts";
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
  /** Escape in the list: back to writing */
  readonly onLeave: () => void;
}

/** It is there before anybody can have reached for it. */
const MessageActionsView = lazyView(
  async () => (await import("../../message-actions-entry.ts")).MessageActionsView,
);

/**
 * The list itself. Where it stands is the scroll keeper's; what one does in it, by key or otherwise, comes later. It is there before there is
 * anything in it, so that the first message need not wait for it.
 */
export class MessageList extends Component<Properties> {
  readonly #scroller = createRef<HTMLElement>();
  readonly #list = createRef<HTMLOListElement>();
  #keeper: ScrollAnchor | undefined;
  #cleanups: (() => void)[] = [];
  /** the selector of what is to be shown as soon as it is drawn */
  #pendingSelector: string | undefined;

  override componentDidMount(): void {
    const scroller = this.#scroller.current;
    const content = this.#list.current;
    if (scroller === null || content === null) return;
    const { conversation } = this.props;
    this.#keeper = new ScrollAnchor({
      scroller,
      content,
      timers: browserTimers,
      canFollow: () => !conversation.timeline.newer.value,
      onReaderChange: (reader) => conversation.setReader(reader),
    });
    this.#cleanups = [
      this.#keeper.start(),
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
    this.#keeper?.beforeChange(this.#scrollAnchor());
    return null;
  }

  #scrollAnchor(): Element | undefined {
    const { firstSeq } = this.props.conversation.timeline;
    return this.#list.current?.querySelector(`[data-seq="${firstSeq}"]`) ?? undefined;
  }

  override componentDidUpdate(): void {
    this.#keeper?.afterChange();
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
    this.#keeper?.followBottom();
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
    this.#keeper?.scrollTo(element);
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
    case "message":
      return <MessageItem key={row.key} row={row} />;
  }
}
