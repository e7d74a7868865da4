import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Emoji } from "../../models/emoji-table.ts";
import { nextGridIndex } from "../../models/grid-navigation.ts";
import { inSkinTone, type SkinTone } from "../../models/skin-tone.ts";
import { useGridColumns } from "./use-grid-columns.ts";
import { focusInDocument } from "../../browser/scroll-in-document.ts";

interface Properties {
  readonly label: string;
  readonly emoji: readonly Emoji[];
  readonly tone: SkinTone;
  readonly onPick: (emoji: string) => void;
  /** ArrowUp was pressed in the first row */
  readonly onLeave: () => void;
}

/** A grid (APG): one Tab stop, in which the arrows move. Below it is the name of the focused emoji. */
export function EmojiGrid({ label, emoji, tone, onPick, onLeave }: Properties): JSX.Element {
  const grid = useRef<HTMLDivElement>(null);
  const columns = useGridColumns(grid).value;
  const current = useSignal(0);
  const focusedIndex = Math.min(current.value, emoji.length - 1);

  function onKeyDown(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
    const rightToLeft = event.currentTarget.matches(":dir(rtl)");
    const next = nextGridIndex(event.key, focusedIndex, { count: emoji.length, columns, rightToLeft });
    if (next === undefined) return;
    event.preventDefault();
    if (next < 0) onLeave();
    else focusInDocument(event.currentTarget.querySelectorAll<HTMLElement>("button")[next]);
  }

  return (
    <>
      <div
        ref={grid}
        class="emoji-grid"
        role="grid"
        aria-label={label}
        style={{ "--columns": columns }}
        onKeyDown={onKeyDown}
      >
        {rowsOf(emoji, columns).map((row, rowIndex) => (
          <div key={row[0]?.emoji} class="emoji-row" role="row">
            {row.map(({ emoji: base, name }, column) => (
              <EmojiCell
                key={base}
                shown={inSkinTone(base, tone)}
                name={name}
                isTabStop={rowIndex * columns + column === focusedIndex}
                onFocus={() => (current.value = rowIndex * columns + column)}
                onPick={onPick}
              />
            ))}
          </div>
        ))}
      </div>
      <EmojiName emoji={emoji[focusedIndex]} />
    </>
  );
}

interface CellProperties {
  /** the emoji in the skin tone that is selected */
  readonly shown: string;
  readonly name: string;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onPick: (emoji: string) => void;
}

function EmojiCell({ shown, name, isTabStop, onFocus, onPick }: CellProperties): JSX.Element {
  return (
    <div role="gridcell">
      <button
        type="button"
        tabIndex={isTabStop ? 0 : -1}
        title={name === "" ? shown : name}
        onFocus={onFocus}
        onClick={() => onPick(shown)}
      >
        <span aria-hidden="true">{shown}</span>
      </button>
    </div>
  );
}

function EmojiName({ emoji }: { readonly emoji: Emoji | undefined }): JSX.Element {
  const shortName = emoji?.shortNames[0];
  return (
    <p class="emoji-name" aria-hidden="true">
      <bdi>{emoji?.name}</bdi>
      {shortName !== undefined && <code dir="ltr">:{shortName}:</code>}
    </p>
  );
}

function rowsOf(emoji: readonly Emoji[], columns: number): Emoji[][] {
  const rows: Emoji[][] = [];
  for (let start = 0; start < emoji.length; start += columns) rows.push(emoji.slice(start, start + columns));
  return rows;
}
