import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { ReactionSummary } from "../../../protocol/events/message.ts";
import { ReactorPages } from "../../conversation/reactor-pages.ts";
import { reactorsOf, type Reactors } from "../../models/reactors.ts";
import { useRoom } from "../context.ts";

interface Properties {
  readonly seq: number;
  readonly reactions: readonly ReactionSummary[];
}

/** Each emoji on a message, with the names of those who put it there. */
export function ReactorList({ seq, reactions }: Properties): JSX.Element {
  return (
    <dl class="reactors">
      {reactions.map((reaction) => (
        <EmojiReactors key={reaction.emoji} seq={seq} reaction={reaction} />
      ))}
    </dl>
  );
}

/** The names that the message has, until a press loads everyone's. */
function EmojiReactors({
  seq,
  reaction,
}: {
  readonly seq: number;
  readonly reaction: ReactionSummary;
}): JSX.Element {
  const { t, conversation } = useRoom();
  const { emoji } = reaction;
  const pages = useMemo(
    () => new ReactorPages({ room: conversation.room, t, seq, emoji }),
    [conversation.room, seq, emoji],
  );
  useEffect(() => () => pages.stop(), [pages]);
  const group = useRef<HTMLDivElement>(null);
  const { names, you, more } = shownReactors(pages, reaction, conversation.self.value);

  /** Moves the focus to the first of the names that came: the button may be gone, and reading goes on there. */
  async function loadMore(): Promise<void> {
    const first = pages.members.value === undefined ? 0 : names.length;
    await pages.loadMore();
    if (pages.step.value.name !== "listed") return;
    requestAnimationFrame(() => group.current?.querySelectorAll<HTMLElement>("[data-name]")[first]?.focus());
  }

  return (
    <div ref={group}>
      <dt>{emoji}</dt>
      {you && <dd>{t("you")}</dd>}
      {names.map((name, index) => (
        <dd key={index} data-name tabIndex={-1}>
          <bdi>{name}</bdi>
        </dd>
      ))}
      {more > 0 && <MoreReactors pages={pages} count={more} onPress={() => void loadMore()} />}
    </div>
  );
}

interface MoreProperties {
  readonly pages: ReactorPages;
  readonly count: number;
  readonly onPress: () => void;
}

function MoreReactors({ pages, count, onPress }: MoreProperties): JSX.Element {
  const { t } = useRoom();
  const step = pages.step.value;
  return (
    <dd>
      <span role="status">{step.name === "failed" && `${step.message} `}</span>
      <button
        type="button"
        class="link-button"
        aria-disabled={step.name === "loading"}
        aria-busy={step.name === "loading"}
        onClick={onPress}
      >
        {step.name === "failed" ? t("tryAgain") : t("showOthers", { count })}
      </button>
    </dd>
  );
}

/** What the message says, or what was loaded since. */
function shownReactors(
  { members, step }: ReactorPages,
  reaction: ReactionSummary,
  self: { readonly id: string; readonly name: string } | undefined,
): Reactors {
  const loaded = members.value;
  if (loaded === undefined) return reactorsOf(reaction, self?.name);
  const others = loaded.filter(({ id }) => id !== self?.id);
  const you = reaction.mine === true;
  const isComplete = step.value.name === "listed" && step.value.isComplete;
  return {
    names: others.map(({ name }) => name),
    you,
    // At least one, as the count may have changed meanwhile.
    more: isComplete ? 0 : Math.max(1, reaction.count - others.length - Number(you)),
  };
}
