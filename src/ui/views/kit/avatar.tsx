import type { JSX } from "preact";
import { hueOf, initialOf } from "../../models/avatar.ts";

/** A member's cushion: their colour and first character. The name stands beside it, so it says nothing itself. */
export function Avatar({ id, name }: { readonly id: string; readonly name: string }): JSX.Element {
  return (
    <span class="avatar" style={{ "--hue": String(hueOf(id)) }} aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}
