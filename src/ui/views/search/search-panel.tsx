import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { plainDirection } from "../../models/direction.ts";
import type { SearchResult } from "../../models/search-results.ts";
import { MessageSearch } from "../../conversation/searching.ts";
import { browserTimers } from "../../timers.ts";
import { closePopover, managePopoverFocus } from "../../browser/popover-focus.ts";
import { Avatar } from "../kit/avatar.tsx";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";

/** A query is at most 1 KiB of UTF-8, and a character takes at most three bytes of it. */
const MAX_QUERY_CHARACTERS = 300;

/** What was said in this room, by its words. */
export function SearchPanel(): JSX.Element {
  const { conversation, t } = useRoom();
  const { room } = conversation;
  const panel = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const direction = useSignal<"auto" | undefined>(undefined);
  const searching = useMemo(() => new MessageSearch({ room, timers: browserTimers, t }), [room]);
  useEffect(() => searching.start(), [searching]);
  useEffect(() => managePopoverFocus(panel.current, () => field.current), []);

  return (
    <div class="search" ref={panel} onKeyDown={moveFocus}>
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
      <button
        type="button"
        class="icon-button panel-close"
        popovertarget="search"
        popovertargetaction="hide"
        aria-label={t("searchClose")}
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

/** How the search stands, in words; read out when it changes. */
function SearchStatus({ searching }: { readonly searching: MessageSearch }): JSX.Element {
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

function SearchResults({ searching }: { readonly searching: MessageSearch }): JSX.Element | null {
  const { t } = useRoom();
  const results = searching.results.value;
  const tabStop = useSignal<number | undefined>(undefined);
  if (results.length === 0) return null;
  const isListed = results.some(({ seq }) => seq === tabStop.value);
  const current = isListed ? tabStop.value : results[0]?.seq;
  return (
    <ul class="search-results" aria-label={t("searchResults")}>
      {results.map((result) => (
        <ResultItem
          key={result.seq}
          result={result}
          isTabStop={result.seq === current}
          onFocus={() => {
            tabStop.value = result.seq;
          }}
        />
      ))}
    </ul>
  );
}

interface ResultProperties {
  readonly result: SearchResult;
  /** the list is one Tab stop */
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
}

function ResultItem({ result, isTabStop, onFocus }: ResultProperties): JSX.Element {
  const { conversation, formats } = useRoom();
  const { seq, at, authorId, authorName, text, excerpt } = result;
  return (
    <li>
      <button
        type="button"
        class="search-result"
        tabIndex={isTabStop ? 0 : -1}
        onFocus={onFocus}
        onClick={({ currentTarget }) => {
          // First, for closing gives the focus back to the button in the header.
          closePopover(currentTarget);
          void conversation.goTo(seq);
        }}
      >
        <Avatar id={authorId} name={authorName} />
        <span class="search-byline">
          <bdi class="search-author">{authorName}</bdi>{" "}
          <time dateTime={new Date(at).toISOString()} title={formats.dateTime(at)}>
            <bdi>{formats.day(at)}</bdi> <bdi>{formats.time(at)}</bdi>
          </time>
        </span>{" "}
        <span class="search-text" dir={plainDirection(text)}>
          {excerpt.map((part) => (part.marked ? <mark>{part.text}</mark> : part.text))}
        </span>
      </button>
    </li>
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

/** Arrows, Home and End walk from the field through the results, and back. */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const next = nextFocusTarget(event);
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function nextFocusTarget({
  key,
  target,
  currentTarget,
}: KeyboardEvent & { readonly currentTarget: HTMLElement }): HTMLElement | undefined {
  const results = [...currentTarget.querySelectorAll<HTMLElement>(".search-result")];
  const field = currentTarget.querySelector<HTMLElement>("input") ?? undefined;
  if (target === field) return key === "ArrowDown" ? results[0] : undefined;
  const at = results.findIndex((result) => result === target);
  if (at < 0) return undefined;
  switch (key) {
    case "ArrowDown":
      return results[at + 1];
    case "ArrowUp":
      return at === 0 ? field : results[at - 1];
    case "Home":
      return results[0];
    case "End":
      return results.at(-1);
    default:
      return undefined;
  }
}
