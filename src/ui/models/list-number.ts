/** The value of a list item's number as it was typed: 12 for `12.` and for `١٢)`. */
import { fold } from "../../text/folding.ts";

export function parseListNumber(number: string): number {
  return Number.parseInt(fold(number), 10);
}
