import type { JSX } from "preact";
import { excerptOf } from "../../formatting.ts";
import { repliesTo } from "../../models/replies.ts";
import { useRoom } from "../context.ts";
import { MessagePreview } from "../kit/message-preview.tsx";

const MAX_CHARACTERS = 140;

interface Properties {
  /** of the message that is replied to */
  readonly seq: number;
  readonly onClose: () => void;
}

/** The replies to a message that the page has loaded; a press on one goes there. */
export function ReplyList({ seq, onClose }: Properties): JSX.Element {
  const { conversation } = useRoom();
  return (
    <ul class="reply-list">
      {repliesTo(conversation.timeline.rows.value, seq).map((reply) => (
        <li key={reply.key}>
          <button
            type="button"
            class="message-preview"
            onClick={() => {
              onClose();
              void conversation.goTo(reply.seq);
            }}
          >
            <MessagePreview message={reply}>{excerptOf(reply.text, MAX_CHARACTERS)}</MessagePreview>
          </button>
        </li>
      ))}
    </ul>
  );
}
