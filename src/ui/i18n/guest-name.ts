import { fillPlaceholders } from "../../locales/fill-placeholders.ts";
import type { Strings } from "./strings.ts";

const FIRST = 10;
const COUNT = 990;

/**
 * A name in the interface's language for a guest who has not chosen one: "Guest 274". Others may have the same.
 * @param random from 0 up to 1
 */
export function guestName({ guestName: name }: Strings, locale: string, random = Math.random()): string {
  const number = FIRST + Math.floor(random * COUNT);
  return fillPlaceholders(name, { number }, (value) => new Intl.NumberFormat(locale).format(Number(value)));
}

/** Whether `name` is one of these, in this language. */
export function isGuestName({ guestName: template }: Strings, name: string): boolean {
  const [before = "", after = ""] = template.split("{number}");
  return (
    name.startsWith(before) &&
    name.endsWith(after) &&
    /^\p{Nd}+$/u.test(name.slice(before.length, name.length - after.length))
  );
}
