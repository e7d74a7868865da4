import type { JSX } from "preact";
import { useRoom } from "../context.ts";

/** A member's name, with the end of their id where someone else here has the same name. */
export function MemberName({ id, name }: { readonly id: string; readonly name: string }): JSX.Element {
  const tag = useRoom().conversation.nameTags.value.get(id);
  return (
    <>
      <bdi>{name}</bdi>
      {tag !== undefined && <span class="name-tag"> · {tag}</span>}
    </>
  );
}
