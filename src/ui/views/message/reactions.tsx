import type { JSX } from "preact";
import type { ReactionSummary } from "../../../protocol/events/message.ts";
import { isolate } from "../../i18n/translate.ts";
import { reactorsOf } from "../../models/reactors.ts";
import { useRoom, type RoomContext } from "../context.ts";
import { Icon } from "../kit/icons.tsx";

interface Properties {
  readonly seq: number;
  readonly reactions: readonly ReactionSummary[];
}

/** The emoji on a message; pressing one joins in or withdraws. */
export function Reactions({ seq, reactions }: Properties): JSX.Element {
  const room = useRoom();
  const { t, formats, messageActions, panel } = room;
  const self = room.conversation.self.value?.name;
  return (
    <ul class="reactions" aria-label={t("reactions")}>
      {reactions.map((reaction) => {
        const { emoji, count, mine } = reaction;
        const reactors = reactorNames(room, reaction, self);
        return (
          <li key={emoji}>
            <button
              type="button"
              class="reaction"
              aria-pressed={mine === true}
              aria-label={t("reactionBy", { emoji, count, names: reactors })}
              title={reactors}
              data-reactors={reactors}
              tabIndex={-1}
              onClick={() =>
                void messageActions().then(({ reactions: reacting }) => reacting.toggle(seq, emoji))
              }
            >
              <span>{emoji}</span> <bdi>{formats.number(count)}</bdi>
            </button>
          </li>
        );
      })}
      <li>
        <button
          type="button"
          class="reaction add"
          aria-label={t("addReaction")}
          title={t("addReaction")}
          tabIndex={-1}
          onClick={({ currentTarget }) => (panel.value = { kind: "emoji", seq, anchor: currentTarget })}
        >
          <Icon name="smile" />
        </button>
      </li>
    </ul>
  );
}

/** "Ana, Bo and 3 others". */
export function reactorNames(
  { t, formats }: RoomContext,
  reaction: ReactionSummary,
  self: string | undefined,
): string {
  const { names, you, more } = reactorsOf(reaction, self);
  return formats.list([
    ...(you ? [t("you")] : []),
    ...names.map(isolate),
    ...(more > 0 ? [t("others", { count: more })] : []),
  ]);
}
