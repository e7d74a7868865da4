import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { useGoneRoom } from "./use-gone-room.ts";

interface Properties {
  readonly title: string;
  readonly text: string;
}

/** In place of a room that was deleted for good (SPEC OWN-9), or is not there (POLICY-3). */
export function MissingRoom({ title, text }: Properties): JSX.Element {
  const { page, t } = useRoom();
  useGoneRoom();
  return (
    <div class="closed gone">
      <div role="alert">
        <h2>{title}</h2>
        <p>{text}</p>
      </div>
      {page.view === "page" && (
        <p class="buttons">
          <a class="primary button" href="/">
            {t("toLanding")}
          </a>
        </p>
      )}
    </div>
  );
}
