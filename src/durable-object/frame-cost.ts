/** What frames cost the room that bring it nothing, in dropped frames of a few bytes: about 30 µs each (SPEC LIM-16). */
import type { Outcome } from "../room/outcome.ts";

/** To read and decode so much costs as much again. */
const CHARACTERS = 16 * 1024;
/** A command is decoded, and an error encoded and sent. */
const REFUSED = 2;
/** So much of a page costs as much (see `Log.work`). */
const WORK = 64;

/** The cost of a frame of `length` characters, or bytes of a binary one, that is dropped unread. */
export function droppedFrameCost(length: number): number {
  return 1 + length / CHARACTERS;
}

/** The cost of a frame of `length` characters that is no command. */
export function refusedFrameCost(length: number): number {
  return REFUSED + length / CHARACTERS;
}

/** The cost of what a command read, by `Log.work`. */
export function readCost(work: number): number {
  return work / WORK;
}

/** The cost of a command of which nothing came but an error, if that; 0 for any other. */
export function fruitlessCost({ answer, effects }: Outcome): number {
  const [first] = answer;
  return effects.length === 0 && (first === undefined || first.type === "error") ? REFUSED : 0;
}
