import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { closePopover } from "../../browser/popover-focus.ts";
import type { MessageSearch } from "../../conversation/searching.ts";
import { plainDirection } from "../../models/direction.ts";
import type { SearchResult } from "../../models/search-results.ts";
import { useRoom } from "../context.ts";
import { Avatar } from "../kit/avatar.tsx";

/** The messages found: one Tab stop, in which the arrows move (`search-navigation.ts`). */
export function SearchResults({ searching }: { readonly searching: MessageSearch }): JSX.Element | null {
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
          // First: closing gives the focus back to the button in the header.
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
