import type { JSX } from "preact";
import { useRoom } from "../context.ts";

/** In the place of messages that were skipped because they came too fast; a click fetches them like earlier pages. */
export function GapSeparator({ count }: { readonly count: number }): JSX.Element {
  const { conversation, t } = useRoom();
  return (
    <li class="separator">
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
    </li>
  );
}
