import { fillPlaceholders } from "../../locales/fill-placeholders.ts";
import type { Strings } from "./strings.ts";

const FIRST = 10;
const COUNT = 990;

/**
 * A name in the interface's language for a guest who has not chosen one: "Guest 274". Others may have the same.
 * @param random from 0 up to 1
 */
export function guestName(
  { guestName: name }: Pick<Strings, "guestName">,
  locale: string,
  random = Math.random(),
): string {
  const number = FIRST + Math.floor(random * COUNT);
  return fillPlaceholders(name, { number }, (value) => new Intl.NumberFormat(locale).format(Number(value)));
}
