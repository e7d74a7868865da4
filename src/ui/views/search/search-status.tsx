import type { JSX } from "preact";
import type { MessageSearch } from "../../conversation/searching.ts";
import { useRoom } from "../context.ts";

/** The state of the search in words; a screen reader announces its changes. */
export function SearchStatus({ searching }: { readonly searching: MessageSearch }): JSX.Element {
  const { t } = useRoom();
  const step = searching.step.value;
  const count = searching.results.value.length;
  const statusText = (): string => {
    switch (step.name) {
      case "blank":
        return t("searchHint");
      case "searching":
        return t("searching");
      case "found":
        if (count > 0) return t("searchFound", { count });
        return t(step.before === undefined ? "searchNothing" : "searchNothingYet");
      case "offline":
        return t("searchOffline");
      case "failed":
        return step.message;
    }
  };
  return (
    <p class="secondary-text search-status" role="status">
      {statusText()}
    </p>
  );
}
