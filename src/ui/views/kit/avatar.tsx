import type { JSX } from "preact";
import { initialOf } from "../../models/avatar.ts";
import { hueOf } from "../../models/member-hues.ts";

/** A member's avatar: their colour and initial. Hidden from screen readers: the name stands beside it. */
export function Avatar({ id, name }: { readonly id: string; readonly name: string }): JSX.Element {
  return (
    <span class="avatar" style={{ "--hue": hueOf(id) }} aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}
