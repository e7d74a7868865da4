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

/** The reactions to a message; a press on one adds or removes yours, or shows whose it is where you may not react. */
export function Reactions({ seq, reactions }: Properties): JSX.Element {
  const { t, composing } = useRoom();
  return (
    <ul class="reactions" aria-label={t("reactions")}>
      {reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <ReactionButton seq={seq} reaction={reaction} />
        </li>
      ))}
      {composing.rules.value.Closed === undefined && (
        <li>
          <AddButton seq={seq} />
        </li>
      )}
    </ul>
  );
}

interface ReactionProperties {
  readonly seq: number;
  readonly reaction: ReactionSummary;
}

function ReactionButton({ seq, reaction }: ReactionProperties): JSX.Element {
  const room = useRoom();
  const { t, formats, messageActions, conversation, composing, panel } = room;
  const { emoji, count, mine } = reaction;
  const names = reactorNames(room, reaction, conversation.self.value?.name);
  return (
    <button
      type="button"
      class="reaction"
      aria-pressed={mine === true}
      aria-label={t("reactionBy", { emoji, count, names })}
      title={names}
      data-reactors={names}
      tabIndex={-1}
      onClick={({ currentTarget }) => {
        if (composing.rules.value.Closed !== undefined)
          panel.value = { kind: "reactors", seq, anchor: currentTarget };
        else
          void messageActions().then(
            (actions) => actions.reactions.toggle(seq, emoji),
            conversation.problems.show,
          );
      }}
    >
      <span>{emoji}</span> <bdi>{formats.number(count)}</bdi>
    </button>
  );
}

function AddButton({ seq }: { readonly seq: number }): JSX.Element {
  const { t, panel } = useRoom();
  return (
    <button
      type="button"
      class="reaction add"
      title={t("addReaction")}
      tabIndex={-1}
      onClick={({ currentTarget }) => (panel.value = { kind: "emoji", seq, anchor: currentTarget })}
    >
      <Icon name="smilePlus" />
    </button>
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
