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
  /** when it was last reworded, if it was */
  readonly editedAt: number | undefined;
}

/** What was said: text, its small markup as nodes, each line on its own side. */
export function MessageText({ text, deleted, editedAt }: Properties): JSX.Element {
  const { t } = useRoom();
  if (deleted) return <p class="text deleted">{t("deleted")}</p>;
  return (
    <>
      <FormattedText text={limitComplexity(text)} />
      {editedAt !== undefined && <EditedLabel at={editedAt} />}
    </>
  );
}

/** Most of what is said holds no markup. */
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
