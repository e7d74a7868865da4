/** A match as the room's history has it: its moves, and what was said meanwhile. Pure. */
import type { DurableEvent, Message } from "../../client/index.ts";
import { readBoard, type Board } from "./rules.ts";

/** Longer pauses are shortened: two people think. */
const MAX_PAUSE_MS = 3_000;
/** What is said so long after the last move is still about the match. */
const AFTERTALK_MS = 60_000;

export interface Step {
  /** since the beginning of the match, in ms, with pauses shortened */
  readonly atMs: number;
  readonly board: Board;
  /** who moved, or said something */
  readonly from: string;
  /** of a message */
  readonly text?: string;
}

/** The last match in the events that was begun there, in the order in which it happened; none if there is no move. */
export function timelineOf(events: readonly DurableEvent[], key: string): Step[] {
  const steps: { board: Board; event: DurableEvent }[] = [];
  let board: Board | undefined;
  for (const event of events) {
    if (event.type === "state" && event.key === key) {
      const next = readBoard(event.value);
      // A match of which nothing happened yet shows the one before it.
      if (next.match !== board?.match && next.moves.length > 0) steps.length = 0;
      if (next.moves.length > 0) board = next;
      if (next.moves.length > 0) steps.push({ board: next, event });
    } else if (isTalk(event) && board !== undefined) steps.push({ board, event });
  }
  return shortened(steps);
}

function isTalk(event: DurableEvent): event is Message {
  return event.type === "message" && event.deleted !== true;
}

function shortened(steps: readonly { readonly board: Board; readonly event: DurableEvent }[]): Step[] {
  const lastMove = steps.findLast(({ event }) => event.type === "state")?.event.at ?? 0;
  const within = steps.filter(({ event }) => event.at <= lastMove + AFTERTALK_MS);
  let atMs = 0;
  return within.map(({ board, event }, index) => {
    const before = within[index - 1]?.event.at ?? event.at;
    atMs += Math.min(MAX_PAUSE_MS, Math.max(0, event.at - before));
    const said = event.type === "message" ? { text: event.text } : {};
    return { atMs, board, from: event.from.name, ...said };
  });
}
