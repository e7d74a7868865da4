import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

const DEFAULT_COLUMNS = 8;

/** How many cells of the grid fit beside each other, measured by its first button whenever its size changes. */
export function useGridColumns(grid: RefObject<HTMLElement | null>): ReadonlySignal<number> {
  const columns = useSignal(DEFAULT_COLUMNS);

  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const cellPx = element.querySelector<HTMLElement>("button")?.offsetWidth ?? 0;
      if (cellPx > 0) columns.value = Math.max(1, Math.floor(element.clientWidth / cellPx));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return columns;
}
