import type { ReadonlySignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { FetchState } from "../../conversation/history.ts";
import { useRoom } from "../context.ts";

interface Properties {
  readonly end: "older" | "newer";
  readonly fetching: ReadonlySignal<FetchState>;
  /** true if there is more beyond this end of the list */
  readonly more: ReadonlySignal<boolean>;
  readonly load: () => Promise<void>;
}

/** How far from an end its next page is prefetched. */
const PREFETCH_MARGIN = "600px 0px";

/** One end of the list: prefetches the next page when the reader comes near, and offers to retry a failed fetch. */
export function ListEnd({ end, fetching, more, load }: Properties): JSX.Element {
  const { t, page, conversation } = useRoom();
  const element = useRef<HTMLDivElement>(null);
  const hasMore = more.value;
  const state = fetching.value;
  const isJoined = conversation.joined.value;
  // The preview has more too, but only the joined room can be asked for it.
  const canLoad = hasMore && isJoined && state === "idle";
  // Offline, a room shows its outbox only: whether there are earlier messages is unknown.
  const isBeginning = !hasMore && end === "older" && page.view === "page" && isJoined;

  useEffect(() => {
    if (!canLoad || element.current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void load();
      },
      { root: element.current.parentElement, rootMargin: PREFETCH_MARGIN },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [canLoad]);

  return (
    <div ref={element} class="list-end" data-end={end}>
      {hasMore && state === "failed" && (
        <p class="secondary-text">
          {t("fetchFailed")}{" "}
          <button type="button" class="link-button" onClick={() => void load()}>
            {t("tryAgain")}
          </button>
        </p>
      )}
      {hasMore && state !== "failed" && <p class="secondary-text">{t("fetching")}</p>}
      {isBeginning && <p class="secondary-text">{t("beginning")}</p>}
    </div>
  );
}
