/** The members behind one emoji on a message. */
import type { ReactionSummary } from "../../protocol/events/message.ts";

export interface Reactors {
  /** the names of other members, in the order in which they reacted */
  readonly names: readonly string[];
  readonly you: boolean;
  /** how many more members reacted */
  readonly more: number;
}

/** @param self your own name, which is left out of the names if you reacted. The count may exceed the names (REACT-2). */
export function reactorsOf({ names, count, mine }: ReactionSummary, self: string | undefined): Reactors {
  const you = mine === true;
  const own = you ? names.indexOf(self ?? "") : -1;
  const others = names.filter((_, index) => index !== own).slice(0, Math.max(0, count - Number(you)));
  return { names: others, you, more: Math.max(0, count - others.length - Number(you)) };
}
