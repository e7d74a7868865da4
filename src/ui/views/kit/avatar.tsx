import type { JSX } from "preact";
import { hueOf, initialOf } from "../../models/avatar.ts";

/** A member's avatar: their colour and initial. Hidden from screen readers: the name stands beside it. */
export function Avatar({ id, name }: { readonly id: string; readonly name: string }): JSX.Element {
  return (
    <span class="avatar" style={{ "--hue": String(hueOf(id)) }} aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}
