/** The value of an item's number as somebody typed it: 12 for `12.` and for `١٢)`. */
import { fold } from "../../text/folding.ts";

export function parseListNumber(number: string): number {
  return Number.parseInt(fold(number), 10);
}
