import { describe, expect, test } from "vitest";
import { TopSpacer } from "../../src/ui/browser/top-spacer.ts";
import { FakeTimers } from "./support/sample.ts";

const ROW_PX = 40;
const IDLE_MS = 2_000;

/** A list of rows of equal height, laid out from its top, below the spacer. */
class FakeList {
  readonly style = { paddingBlockStart: "0px" };
  #rows: readonly FakeRow[];

  constructor(count: number) {
    this.#rows = Array.from({ length: count }, () => new FakeRow(this));
  }

  get paddingPx(): number {
    return Number.parseFloat(this.style.paddingBlockStart);
  }

  /** The row at `index`, of those that are left. */
  row(index: number): FakeRow {
    const row = this.#rows[index];
    if (row === undefined) throw new Error(`there is no row ${index}`);
    return row;
  }

  bottomOf(row: FakeRow): number {
    return this.paddingPx + (this.#rows.indexOf(row) + 1) * ROW_PX;
  }

  removeOldest(count: number): void {
    this.#rows = this.#rows.slice(count);
  }

  getBoundingClientRect() {
    return { top: 0 };
  }
}

class FakeRow {
  readonly #list: FakeList;

  constructor(list: FakeList) {
    this.#list = list;
  }

  getBoundingClientRect() {
    return { bottom: this.#list.bottomOf(this) };
  }
}

function setUp() {
  const list = new FakeList(1_000);
  const timers = new FakeTimers();
  const spacer: TopSpacer = new TopSpacer({
    list: list as unknown as HTMLElement,
    timers,
    onIdle: () => spacer.collapse(),
  });
  const remove = (count: number): void => {
    spacer.beforeChange(list.row(count) as unknown as Element);
    list.removeOldest(count);
    spacer.afterChange();
  };
  return { list, timers, spacer, remove };
}

describe("the spacer above the oldest row", () => {
  test("collapses after a single removal, when no other change follows", () => {
    const { list, timers, remove } = setUp();
    remove(10);
    expect(list.paddingPx).toBe(10 * ROW_PX);
    timers.advance(IDLE_MS - 1);
    expect(list.paddingPx).toBe(10 * ROW_PX);
    timers.advance(1);
    expect(list.paddingPx).toBe(0);
  });

  test("stays and grows while removals follow each other", () => {
    const { list, timers, remove } = setUp();
    for (let removal = 1; removal <= 5; removal++) {
      remove(1);
      timers.advance(IDLE_MS - 1);
      expect(list.paddingPx).toBe(removal * ROW_PX);
    }
    timers.advance(1);
    expect(list.paddingPx).toBe(0);
  });

  test("is not kept longer by changes that remove nothing", () => {
    const { list, timers, remove } = setUp();
    remove(1);
    timers.advance(IDLE_MS - 1);
    remove(0);
    timers.advance(1);
    expect(list.paddingPx).toBe(0);
  });

  test("collapses in the next task once it is too high", () => {
    const { list, timers, remove } = setUp();
    remove(600);
    expect(list.paddingPx).toBe(600 * ROW_PX);
    timers.advance(0);
    expect(list.paddingPx).toBe(0);
  });

  test("collapses sooner, or later, when it is asked to", () => {
    const { list, timers, spacer, remove } = setUp();
    remove(1);
    spacer.collapseAfter(100);
    timers.advance(99);
    spacer.collapseAfter(100);
    timers.advance(99);
    expect(list.paddingPx).toBe(ROW_PX);
    timers.advance(1);
    expect(list.paddingPx).toBe(0);
  });

  test("sets no timer where there is nothing to collapse", () => {
    const { list, timers, spacer } = setUp();
    spacer.collapseAfter(100);
    timers.advance(100);
    expect(list.style.paddingBlockStart).toBe("0px");
  });
});
