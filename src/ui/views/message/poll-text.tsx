import type { ComponentChildren, JSX } from "preact";
import type { ReactionSummary } from "../../../protocol/events/message.ts";
import type { Poll, PollOption } from "../../../text/polls.ts";
import { useRoom } from "../context.ts";
import { reactorNames } from "./reactions.tsx";

interface Properties {
  readonly poll: Poll;
  /** undefined until the message is stored: then it takes votes */
  readonly seq: number | undefined;
  readonly reactions: readonly ReactionSummary[];
  readonly renderQuestion: (text: string) => ComponentChildren;
}

/**
 * A poll (SPEC REACT-5): its question, and its options with the votes for each. A press on one adds or takes back yours, or shows who voted
 * where you may not.
 */
export function PollText({ poll, seq, reactions, renderQuestion }: Properties): JSX.Element {
  const { t } = useRoom();
  const votes = poll.options.map(({ emoji }) => reactions.find((reaction) => reaction.emoji === emoji));
  const total = votes.reduce((sum, vote) => sum + (vote?.count ?? 0), 0);
  return (
    <div class="poll">
      {renderQuestion(poll.question)}
      <ul class="poll-options" aria-label={t("pollOptions")}>
        {poll.options.map((option, index) => (
          <li key={option.emoji}>
            <Option option={option} vote={votes[index]} total={total} seq={seq} />
          </li>
        ))}
      </ul>
      <p class="secondary-text">{t("pollVotes", { count: total })}</p>
    </div>
  );
}

interface OptionProperties extends Pick<Properties, "seq"> {
  readonly option: PollOption;
  readonly vote: ReactionSummary | undefined;
  /** the votes for all options */
  readonly total: number;
}

function Option({ option, vote, total, seq }: OptionProperties): JSX.Element {
  const room = useRoom();
  const { composing, conversation, formats, messageActions, panel } = room;
  const { emoji, text } = option;
  const count = vote?.count ?? 0;
  const names = vote === undefined ? "" : reactorNames(room, vote, conversation.self.value?.name);

  function press(anchor: HTMLElement): void {
    if (seq === undefined) return;
    if (composing.rules.peek().Closed !== undefined) {
      if (count > 0) panel.value = { kind: "reactors", seq, anchor };
      return;
    }
    messageActions().then(({ reactions }) => reactions.toggle(seq, emoji), conversation.problems.show);
  }

  return (
    <button
      type="button"
      class="poll-option"
      style={{ "--share": `${total === 0 ? 0 : (100 * count) / total}%` }}
      aria-pressed={vote?.mine === true}
      aria-disabled={seq === undefined}
      title={names}
      tabIndex={-1}
      onClick={({ currentTarget }) => press(currentTarget)}
    >
      {/* Without markup: a link cannot be in a button. */}
      <span class="poll-text" dir="auto">
        {text}
      </span>{" "}
      <bdi>{formats.number(count)}</bdi>
    </button>
  );
}
