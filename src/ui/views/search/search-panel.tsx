import { useSignal } from "@preact/signals";
import type { JSX, RefObject } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { managePopoverFocus } from "../../browser/popover-focus.ts";
import { MessageSearch } from "../../conversation/searching.ts";
import { plainDirection } from "../../models/direction.ts";
import { browserTimers } from "../../timers.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { moveFocus } from "./search-navigation.ts";
import { SearchResults } from "./search-results.tsx";
import { SearchStatus } from "./search-status.tsx";

/** A query is at most 1 KiB of UTF-8, and a character takes at most three bytes of it. */
const MAX_QUERY_CHARACTERS = 300;

/** Full-text search in the room's messages. */
export function SearchPanel(): JSX.Element {
  const { conversation, t } = useRoom();
  const { room } = conversation;
  const panel = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const searching = useMemo(() => new MessageSearch({ room, timers: browserTimers, t }), [room]);
  useEffect(() => searching.start(), [searching]);
  useEffect(() => managePopoverFocus(panel.current, () => field.current), []);

  return (
    <div class="search" ref={panel} onKeyDown={moveFocus}>
      <SearchField field={field} searching={searching} />
      <button
        type="button"
        class="icon-button panel-close"
        popovertarget="search"
        popovertargetaction="hide"
        title={t("searchClose")}
      >
        <Icon name="close" />
      </button>
      <SearchStatus searching={searching} />
      <SearchResults searching={searching} />
      <LoadMoreButton searching={searching} />
    </div>
  );
}

interface FieldProperties {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly searching: MessageSearch;
}

function SearchField({ field, searching }: FieldProperties): JSX.Element {
  const { t } = useRoom();
  const direction = useSignal<"auto" | undefined>(undefined);
  return (
    <div class="search-field">
      <Icon name="search" />
      <input
        ref={field}
        type="text"
        role="searchbox"
        dir={direction.value}
        inputMode="search"
        enterkeyhint="search"
        autoComplete="off"
        maxLength={MAX_QUERY_CHARACTERS}
        aria-label={t("searchTitle")}
        placeholder={t("searchField")}
        onInput={({ currentTarget: { value } }) => {
          direction.value = plainDirection(value);
          searching.onInput(value);
        }}
      />
    </div>
  );
}

function LoadMoreButton({ searching }: { readonly searching: MessageSearch }): JSX.Element | null {
  const { t } = useRoom();
  const step = searching.step.value;
  if (step.name === "failed") {
    return (
      <button type="button" class="secondary" onClick={() => searching.retry()}>
        {t("tryAgain")}
      </button>
    );
  }
  if (step.name !== "found" || step.before === undefined) return null;
  return (
    <button type="button" class="secondary" onClick={() => searching.loadMore()}>
      {t("searchOlder")}
    </button>
  );
}
