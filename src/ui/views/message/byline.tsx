import type { JSX } from "preact";
import type { Formats } from "../../i18n/formats.ts";
import { hueOf } from "../../models/member-hues.ts";
import type { MessageRow } from "../../models/rows.ts";
import { useRoom } from "../context.ts";
import { BotMark } from "../kit/bot-mark.tsx";
import { MemberName } from "../kit/member-name.tsx";

interface Properties {
  readonly row: MessageRow;
  /** of the day, formatted */
  readonly time: string;
}

/** Author and time. Within a group only the first message shows them; screen readers get them with every message. */
export function Byline({ row, time }: Properties): JSX.Element {
  const { formats } = useRoom();
  return (
    <p class={row.startsGroup ? "byline" : "byline continued"}>
      <span class="author" style={{ "--hue": hueOf(row.authorId) }}>
        <MemberName id={row.authorId} name={row.authorName} vouched={row.authorVouched} />
      </span>{" "}
      <BotMark via={row.authorVia} />
      <time
        dateTime={new Date(row.at).toISOString()}
        // Formatted on hover: it changes every minute, and costs more than the rest of the row.
        onPointerEnter={({ currentTarget }) => void showMoment(currentTarget, formats, row.at)}
      >
        {time}
      </time>
    </p>
  );
}

async function showMoment(element: HTMLElement, formats: Formats, at: number): Promise<void> {
  const part = await import("./moment-title.ts").catch(() => undefined);
  if (part !== undefined) element.title = part.momentTitle(formats, at);
}
