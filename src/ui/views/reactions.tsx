import type { JSX } from "preact";
import type { ReactionSummary } from "../../protocol/events/message.ts";
import { useRoom } from "./context.ts";

interface Properties {
  readonly seq: number;
  readonly reactions: readonly ReactionSummary[];
}

/** The emoji on a message; pressing one joins in or withdraws. */
export function Reactions({ seq, reactions }: Properties): JSX.Element {
  const { t, formats, conversation } = useRoom();
  const toggle = ({ emoji, mine }: ReactionSummary) => {
    conversation.room.react(seq, emoji, mine !== true).catch(conversation.problems.show);
  };
  return (
    <ul class="reactions" aria-label={t("reactions")}>
      {reactions.map((reaction) => {
        const { emoji, count, names, mine } = reaction;
        const words = t("reactionBy", { emoji, count, names: names.join(" · ") });
        return (
          <li key={emoji}>
            <button
              type="button"
              class="reaction"
              aria-pressed={mine === true}
              aria-label={words}
              title={words}
              tabIndex={-1}
              onClick={() => toggle(reaction)}
            >
              <span>{emoji}</span> <bdi>{formats.number(count)}</bdi>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
