import type { JSX } from "preact";
import { useRoom } from "../context.ts";

/** So many messages went by here, faster than anybody reads; they can be fetched like any earlier ones. */
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
