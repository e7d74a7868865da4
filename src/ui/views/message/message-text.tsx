import type { JSX } from "preact";
import { isPlain } from "../../../text/plain-markdown.ts";
import { limitComplexity, isUnbroken } from "../../models/complexity-limits.ts";
import { isBigEmoji } from "../../models/big-emoji.ts";
import { plainDirection } from "../../models/direction.ts";
import { useRoom } from "../context.ts";
import { MarkdownText } from "./markdown-text.tsx";

interface Properties {
  readonly text: string;
  readonly deleted: boolean;
  /** ms since 1970 of the last edit, if any */
  readonly editedAt: number | undefined;
}

/** The text of a message, rendered as markdown, each block in its own direction. */
export function MessageText({ text, deleted, editedAt }: Properties): JSX.Element {
  const { t } = useRoom();
  if (deleted) return <p class="text deleted">{t("deleted")}</p>;
  return (
    <>
      {/* Keyed: the texts of an edited message are made anew, also where a page translator has replaced them. */}
      <FormattedText key={text} text={limitComplexity(text)} />
      {editedAt !== undefined && <EditedLabel at={editedAt} />}
    </>
  );
}

/** Most texts have no markdown: they take the fast path. */
function FormattedText({ text }: { readonly text: string }): JSX.Element {
  if (!isPlain(text)) return <MarkdownText text={text} />;
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
