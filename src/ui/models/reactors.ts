/** Who is behind one emoji on a message. */
import type { ReactionSummary } from "../../protocol/events/message.ts";

export interface Reactors {
  /** the others whose names are told, the first ones first */
  readonly names: readonly string[];
  readonly you: boolean;
  /** how many more there are */
  readonly more: number;
}

/** `self` is your own name: it may be among those told, where you react too. The count is the truth, names may be fewer. */
export function reactorsOf({ names, count, mine }: ReactionSummary, self: string | undefined): Reactors {
  const you = mine === true;
  const own = you ? names.indexOf(self ?? "") : -1;
  const others = names.filter((_, index) => index !== own).slice(0, Math.max(0, count - Number(you)));
  return { names: others, you, more: Math.max(0, count - others.length - Number(you)) };
}
