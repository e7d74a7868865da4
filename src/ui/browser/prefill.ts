import { cleanInput } from "../../text/clean-input.ts";
import type { RoomContext } from "../views/context.ts";

/** Puts a text into the composer, if that is empty: what the reader writes is theirs. */
export function prefill({ composing }: RoomContext, text: string): void {
  if (text !== "" && composing.mode.peek().name === "new" && composing.text.peek() === "")
    composing.takeText({ text: cleanInput(text) });
}
