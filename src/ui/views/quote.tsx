import type { JSX } from "preact";
import { plainDirection } from "../models/direction.ts";
import { useRoom } from "./context.ts";

interface Properties {
  /** undefined where the page does not hold the message that is replied to */
  readonly name: string | undefined;
  readonly text: string | undefined;
}

const MAX_CHARACTERS = 140;

/** What a message replies to. */
export function Quote({ name, text = "" }: Properties): JSX.Element {
  const { t } = useRoom();
  const start = text.slice(0, MAX_CHARACTERS);
  return (
    <div class="quote">
      <p class="quote-name">{name === undefined ? t("replyUnknown") : t("replyTo", { name })}</p>
      {start !== "" && (
        <p class="quote-text" dir={plainDirection(start)}>
          {start}
        </p>
      )}
    </div>
  );
}
