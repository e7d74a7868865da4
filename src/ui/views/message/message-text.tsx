import type { JSX } from "preact";
import { isPlain } from "../../../text/plain-markdown.ts";
import { sizeOf, type TextSize } from "../../../text/text-size.ts";
import { limitComplexity, isUnbroken } from "../../models/complexity-limits.ts";
import { isBigEmoji } from "../../models/big-emoji.ts";
import { plainDirection } from "../../models/direction.ts";
import type { ReactionSummary } from "../../../protocol/events/message.ts";
import type { Mentions } from "../../../protocol/fields.ts";
import { useRoom } from "../context.ts";
import { markdownView } from "./lazy-markdown.ts";

interface Properties {
  readonly text: string;
  readonly mentions: Mentions | undefined;
  /** of a message that is stored */
  readonly seq?: number | undefined;
  readonly reactions?: readonly ReactionSummary[];
  readonly deleted: boolean;
  /** a moderator deleted it */
  readonly removed: boolean;
  /** ms since 1970 of the last edit, if any */
  readonly editedAt: number | undefined;
}

/** The text of a message, rendered as markdown, each block in its own direction. */
export function MessageText(message: Properties): JSX.Element {
  const { text, deleted, removed, editedAt } = message;
  const { t } = useRoom();
  if (deleted) return <p class="text deleted">{t(removed ? "removed" : "deleted")}</p>;
  return (
    <>
      {/* Keyed: the texts of an edited message are made again, also where a page translator has replaced them. */}
      <FormattedText {...message} key={text} text={limitComplexity(text)} size={sizeOf(text)} />
      {editedAt !== undefined && <EditedLabel at={editedAt} />}
    </>
  );
}

interface TextProperties extends Pick<Properties, "text" | "mentions" | "seq" | "reactions"> {
  readonly size: TextSize;
}

/** Most texts are short and have no markdown: they take the fast path. One that may be high is folded. */
export function FormattedText(properties: TextProperties): JSX.Element {
  const { text, size } = properties;
  const MarkdownText = size === "short" && isPlain(text) ? undefined : markdownView.value;
  if (MarkdownText !== undefined) return <MarkdownText {...properties} />;
  const plain = (
    <div class={plainTextClass(text)} dir={plainDirection(text)}>
      {text}
    </div>
  );
  // Not folded until there is a button that shows all of it.
  return size === "far" ? <div class="far">{plain}</div> : plain;
}

function plainTextClass(text: string): string {
  if (isBigEmoji(text)) return "text big";
  return isUnbroken(text) ? "text unbroken" : "text";
}

function EditedLabel({ at }: { readonly at: number }): JSX.Element {
  const { t, formats } = useRoom();
  return (
    <p class="edited">
      <time dateTime={new Date(at).toISOString()} title={formats.dateTime(at)}>
        {t("edited")}
      </time>
    </p>
  );
}
