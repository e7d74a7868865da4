import type { JSX } from "preact";
import { useRoom } from "../context.ts";

/** How many messages were skipped, and a button that fetches them like earlier pages. */
export function GapText({ count }: { readonly count: number }): JSX.Element {
  const { conversation, t } = useRoom();
  return (
    <span>
      {t("skippedMessages", { count })}{" "}
      <button
        type="button"
        class="link-button"
        onClick={() => conversation.timeline.change((log) => log.openGap())}
      >
        {t("show")}
      </button>
    </span>
  );
}
