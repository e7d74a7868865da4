import type { JSX } from "preact";
import { initialOf } from "../../models/avatar.ts";
import { useRoom } from "../context.ts";

/** A member's avatar: their colour and initial. Hidden from screen readers: the name stands beside it. */
export function Avatar({ id, name }: { readonly id: string; readonly name: string }): JSX.Element {
  const { conversation } = useRoom();
  return (
    <span class="avatar" style={{ "--hue": conversation.hues.hueOf(id) }} aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}
