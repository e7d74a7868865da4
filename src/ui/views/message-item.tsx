import { Component, type JSX } from "preact";
import type { MessageRow } from "../models/rows.ts";
import { Avatar } from "./avatar.tsx";
import { Byline } from "./byline.tsx";
import { Delivery } from "./delivery.tsx";
import { MessageActions } from "./message-actions.tsx";
import { MessageText } from "./message-text.tsx";
import { Quote } from "./quote.tsx";
import { Reactions } from "./reactions.tsx";

/** One message. Rows are values: the same row is the same picture, so only changed ones are drawn again. */
export class MessageItem extends Component<{ readonly row: MessageRow }> {
  override shouldComponentUpdate({ row }: { readonly row: MessageRow }): boolean {
    return row !== this.props.row;
  }

  override render({ row }: { readonly row: MessageRow }): JSX.Element {
    return (
      <li class={classOf(row)} data-message data-seq={row.seq} data-delivery={row.delivery} tabIndex={-1}>
        {row.leads && <Avatar id={row.authorId} name={row.authorName} />}
        <div class="bubble">
          <Byline row={row} />
          {row.replyTo !== undefined && <Quote row={row} to={row.replyTo} />}
          <MessageText text={row.text} deleted={row.deleted} editedAt={row.editedAt} />
          {row.reactions.length > 0 && row.seq !== undefined && (
            <Reactions seq={row.seq} reactions={row.reactions} />
          )}
          {row.delivery !== "stored" && <Delivery row={row} />}
        </div>
        {row.own && row.seq !== undefined && !row.deleted && <MessageActions seq={row.seq} text={row.text} />}
      </li>
    );
  }
}

function classOf({ own, leads, isSubject }: MessageRow): string {
  return `message${own ? " own" : ""}${leads ? " leads" : ""}${isSubject ? " subject-of-writing" : ""}`;
}
