import type { JSX } from "preact";
import { isPlain } from "../../../text/plain-markdown.ts";
import { limitComplexity, isUnbroken } from "../../models/complexity-limits.ts";
import { isBigEmoji } from "../../models/big-emoji.ts";
import { plainDirection } from "../../models/direction.ts";
import type { Mentions } from "../../../protocol/fields.ts";
import { useRoom } from "../context.ts";
import { markdownView } from "./lazy-markdown.ts";

interface Properties {
  readonly text: string;
  readonly mentions: Mentions | undefined;
  readonly deleted: boolean;
  /** ms since 1970 of the last edit, if any */
  readonly editedAt: number | undefined;
}

/** The text of a message, rendered as markdown, each block in its own direction. */
export function MessageText({ text, mentions, deleted, editedAt }: Properties): JSX.Element {
  const { t } = useRoom();
  if (deleted) return <p class="text deleted">{t("deleted")}</p>;
  return (
    <>
      {/* Keyed: the texts of an edited message are made anew, also where a page translator has replaced them. */}
      <FormattedText key={text} text={limitComplexity(text)} mentions={mentions} />
      {editedAt !== undefined && <EditedLabel at={editedAt} />}
    </>
  );
}

/** Most texts have no markdown: they take the fast path. */
function FormattedText({ text, mentions }: Pick<Properties, "text" | "mentions">): JSX.Element {
  const MarkdownText = isPlain(text) ? undefined : markdownView();
  if (MarkdownText !== undefined) return <MarkdownText text={text} mentions={mentions} />;
  return (
    <div class={plainTextClass(text)} dir={plainDirection(text)}>
      {text}
    </div>
  );
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
