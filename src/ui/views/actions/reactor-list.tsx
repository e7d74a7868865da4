import type { JSX } from "preact";
import type { ReactionSummary } from "../../../protocol/events/message.ts";
import { reactorsOf } from "../../models/reactors.ts";
import { useRoom } from "../context.ts";

/** Each emoji on a message, with the names of those who put it there. */
export function ReactorList({ reactions }: { readonly reactions: readonly ReactionSummary[] }): JSX.Element {
  const { t, conversation } = useRoom();
  const self = conversation.self.value?.name;
  return (
    <dl class="reactors">
      {reactions.map((reaction) => {
        const { names, you, more } = reactorsOf(reaction, self);
        return (
          <div key={reaction.emoji}>
            <dt>{reaction.emoji}</dt>
            {you && <dd>{t("you")}</dd>}
            {names.map((name, index) => (
              <dd key={index}>
                <bdi>{name}</bdi>
              </dd>
            ))}
            {more > 0 && <dd class="secondary-text">{t("others", { count: more })}</dd>}
          </div>
        );
      })}
    </dl>
  );
}
