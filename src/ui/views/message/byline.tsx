import type { JSX } from "preact";
import { hueOf } from "../../models/avatar.ts";
import type { MessageRow } from "../../models/rows.ts";
import { useRoom } from "../context.ts";

/** Who said it, and when. Within a group only the first message shows it; the others still tell it to a screen reader. */
export function Byline({ row }: { readonly row: MessageRow }): JSX.Element {
  const { formats } = useRoom();
  return (
    <p class={row.startsGroup ? "byline" : "byline continued"}>
      <bdi class="author" style={{ "--hue": String(hueOf(row.authorId)) }}>
        {row.authorName}
      </bdi>{" "}
      <time
        dateTime={new Date(row.at).toISOString()}
        // Said when it is asked for: a minute later it would be wrong, and it costs more than the rest of the row.
        onPointerEnter={({ currentTarget }) => {
          currentTarget.title = `${formats.dateTime(row.at)} · ${formats.ago(row.at)}`;
        }}
      >
        {formats.time(row.at)}
      </time>
    </p>
  );
}
