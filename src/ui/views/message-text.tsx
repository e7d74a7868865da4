import type { JSX } from "preact";
import { isPlain, parseMarkdown } from "../../text/markdown.ts";
import { mentionsName } from "../../text/mentions.ts";
import { isBigEmoji } from "../models/big-emoji.ts";
import { plainDirection } from "../models/direction.ts";
import { withoutManyTurns } from "../models/turns.ts";
import { useRoom } from "./context.ts";
import { Marked } from "./marked.tsx";

interface Properties {
  readonly text: string;
  readonly deleted: boolean;
  /** when it was last reworded, if it was */
  readonly editedAt: number | undefined;
}

/** What was said: text as text, its small markup as nodes, each line on its own side. */
export function MessageText({ text: said, deleted, editedAt }: Properties): JSX.Element {
  const { t } = useRoom();
  if (deleted) return <p class="text deleted">{t("deleted")}</p>;
  const text = withoutManyTurns(said);
  return (
    <>
      {text.includes("@") ? (
        <Mentioning text={text} />
      ) : isPlain(text) ? (
        <div class={isBigEmoji(text) ? "text big" : "text"} dir={plainDirection(text)}>
          {text}
        </div>
      ) : (
        <Marked blocks={parseMarkdown(text)} />
      )}
      {editedAt !== undefined && <EditedMark at={editedAt} />}
    </>
  );
}

/** Only what calls somebody needs to know what you are called, and is drawn again when that changes. */
function Mentioning({ text }: { readonly text: string }): JSX.Element {
  const { conversation, t } = useRoom();
  const own = conversation.self.value?.name;
  const isForYou = own !== undefined && mentionsName(text, own);
  return (
    <>
      {isForYou && <p class="visually-hidden">{t("mentionsYou")}</p>}
      <Marked blocks={parseMarkdown(text)} forYou={isForYou ? own : undefined} />
    </>
  );
}

function EditedMark({ at }: { readonly at: number }): JSX.Element {
  const { t, formats } = useRoom();
  return (
    <p class="edited">
      <time dateTime={new Date(at).toISOString()} title={formats.moment(at)}>
        {t("edited")}
      </time>
    </p>
  );
}
