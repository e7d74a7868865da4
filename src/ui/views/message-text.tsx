import type { JSX } from "preact";
import { isBigEmoji } from "../models/big-emoji.ts";
import { directionOf } from "../models/direction.ts";
import { textParts, type TextPart } from "../models/text-parts.ts";
import { useRoom } from "./context.ts";

interface Properties {
  readonly text: string;
  readonly deleted: boolean;
  readonly edited: boolean;
}

/** What was said: text as text, addresses as links, each line on its own side. */
export function MessageText({ text, deleted, edited }: Properties): JSX.Element {
  const { t } = useRoom();
  if (deleted) return <p class="text deleted">{t("deleted")}</p>;
  const parts = textParts(text);
  return (
    <>
      <div class={isBigEmoji(text) ? "text big" : "text"} dir={directionOf(parts)}>
        {parts.map(toNode)}
      </div>
      {edited && <p class="edited">{t("edited")}</p>}
    </>
  );
}

function toNode(part: TextPart): JSX.Element | string {
  if (part.kind === "text") return part.text;
  return (
    <a href={part.href} dir="ltr" target="_blank" rel="noopener noreferrer nofollow ugc" tabIndex={-1}>
      {part.text}
    </a>
  );
}
