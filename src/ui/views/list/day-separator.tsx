import type { JSX } from "preact";
import { useRoom } from "../context.ts";

/** The line above the first message of a day. */
export function DaySeparator({ at }: { readonly at: number }): JSX.Element {
  const { formats } = useRoom();
  return (
    <li class="separator">
      <span>{formats.day(at)}</span>
    </li>
  );
}
