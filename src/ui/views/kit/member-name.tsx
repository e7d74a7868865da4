import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { VouchedMark } from "./vouched-mark.tsx";

interface Properties {
  readonly id: string;
  readonly name: string;
  /** a site vouches for them */
  readonly vouched?: true | undefined;
}

/** A member's name, with the end of their id where someone else here has the same name. */
export function MemberName({ id, name, vouched }: Properties): JSX.Element {
  const tag = useRoom().conversation.nameTags.value.get(id);
  return (
    <>
      <bdi>{name}</bdi>
      {vouched === true && <VouchedMark />}
      {tag !== undefined && <span class="name-tag"> · {tag}</span>}
    </>
  );
}
