import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { closePopover } from "../../browser/popover-focus.ts";
import type { MessageSearch } from "../../conversation/searching.ts";
import type { SearchResult } from "../../models/search-results.ts";
import { useRoom } from "../context.ts";
import { MessagePreview } from "../kit/message-preview.tsx";

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
  const { conversation } = useRoom();
  return (
    <li>
      <button
        type="button"
        class="message-preview search-result"
        tabIndex={isTabStop ? 0 : -1}
        onFocus={onFocus}
        onClick={({ currentTarget }) => {
          // First: closing gives the focus back to the button in the header.
          closePopover(currentTarget);
          void conversation.goTo(result.seq);
        }}
      >
        <MessagePreview message={result}>
          {result.excerpt.map((part) => (part.marked ? <mark>{part.text}</mark> : part.text))}
        </MessagePreview>
      </button>
    </li>
  );
}
