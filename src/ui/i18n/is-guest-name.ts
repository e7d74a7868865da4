import type { Strings } from "./strings.ts";

/** Whether `name` is what a guest without a chosen name is called in this language: see `guestName`. */
export function isGuestName({ guestName: template }: Strings, name: string): boolean {
  const [before = "", after = ""] = template.split("{number}");
  return (
    name.startsWith(before) &&
    name.endsWith(after) &&
    /^\p{Nd}+$/u.test(name.slice(before.length, name.length - after.length))
  );
}
