import type { JSX } from "preact";
import { repliesTo } from "../../models/replies.ts";
import { useRoom } from "../context.ts";

interface Properties {
  /** of the message that is replied to */
  readonly seq: number;
  readonly count: number;
}

/** How many replies a message has. A press goes to the only one, or lists them. */
export function RepliesButton({ seq, count }: Properties): JSX.Element {
  const { t, conversation, panel } = useRoom();
  const isList = count > 1;
  return (
    <button
      type="button"
      class="link-button replies-button"
      aria-haspopup={isList ? "dialog" : undefined}
      tabIndex={-1}
      onClick={({ currentTarget }) => {
        const [only] = repliesTo(conversation.timeline.rows.value, seq);
        if (isList) panel.value = { kind: "replies", seq, anchor: currentTarget };
        else if (only !== undefined) void conversation.goTo(only.seq);
      }}
    >
      {t("replyCount", { count })}
    </button>
  );
}
