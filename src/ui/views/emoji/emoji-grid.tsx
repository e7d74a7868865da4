import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Emoji } from "../../models/emoji-table.ts";
import { nextGridIndex } from "../../models/grid-navigation.ts";
import { inSkinTone, type SkinTone } from "../../models/skin-tone.ts";

interface Properties {
  readonly label: string;
  readonly emoji: readonly Emoji[];
  readonly tone: SkinTone;
  readonly onPick: (emoji: string) => void;
  /** ArrowUp was pressed in the first row */
  readonly onLeave: () => void;
}

const DEFAULT_COLUMNS = 8;

/** One Tab stop, walked by the arrows; below it, the name of where one is. */
export function EmojiGrid({ label, emoji, tone, onPick, onLeave }: Properties): JSX.Element {
  const grid = useRef<HTMLDivElement>(null);
  const columns = useSignal(DEFAULT_COLUMNS);
  const current = useSignal(0);
  const focusedIndex = Math.min(current.value, emoji.length - 1);
  const focusedEmoji = emoji[focusedIndex];

  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const cell = element.querySelector<HTMLElement>("button")?.offsetWidth ?? 0;
      if (cell > 0) columns.value = Math.max(1, Math.floor(element.clientWidth / cell));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  function cellAt(index: number): HTMLElement | undefined {
    return grid.current?.querySelectorAll<HTMLElement>("button")[index];
  }

  function onKeyDown(event: KeyboardEvent): void {
    const rightToLeft = grid.current?.matches(":dir(rtl)") === true;
    const next = nextGridIndex(event.key, focusedIndex, {
      count: emoji.length,
      columns: columns.value,
      rightToLeft,
    });
    if (next === undefined) return;
    event.preventDefault();
    if (next < 0) onLeave();
    else cellAt(next)?.focus();
  }

  return (
    <>
      <div
        ref={grid}
        class="emoji-grid"
        role="grid"
        aria-label={label}
        style={{ "--columns": columns.value }}
        onKeyDown={onKeyDown}
      >
        {rowsOf(emoji, columns.value).map((row, rowIndex) => (
          <div key={row[0]?.emoji} class="emoji-row" role="row">
            {row.map((entry, column) => {
              const index = rowIndex * columns.value + column;
              const shown = inSkinTone(entry.emoji, tone);
              return (
                <div key={entry.emoji} role="gridcell">
                  <button
                    type="button"
                    tabIndex={index === focusedIndex ? 0 : -1}
                    aria-label={entry.name === "" ? shown : entry.name}
                    title={entry.name}
                    onFocus={() => (current.value = index)}
                    onClick={() => onPick(shown)}
                  >
                    {shown}
                  </button>
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p class="emoji-name" aria-hidden="true">
        <bdi>{focusedEmoji?.name}</bdi>
        {focusedEmoji?.shortNames[0] !== undefined && <code dir="ltr">:{focusedEmoji.shortNames[0]}:</code>}
      </p>
    </>
  );
}

function rowsOf(emoji: readonly Emoji[], columns: number): Emoji[][] {
  const rows: Emoji[][] = [];
  for (let start = 0; start < emoji.length; start += columns) rows.push(emoji.slice(start, start + columns));
  return rows;
}
