import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { lazyPanel } from "../kit/lazy-view.tsx";
import { Popover } from "../kit/popover.tsx";

const SearchPanel = lazyPanel(async () => (await import("./search-panel.tsx")).SearchPanel);

/** The header's button that opens the search. */
export function SearchButton(): JSX.Element {
  const { t } = useRoom();
  return (
    <>
      <button type="button" class="icon-button" popovertarget="search" title={t("search")}>
        <Icon name="search" />
      </button>
      <Popover id="search" title={t("searchTitle")}>
        {() => <SearchPanel />}
      </Popover>
    </>
  );
}
