/** The board in the page: a button for each column. */
import { COLUMNS, ROWS, type Position, type Side } from "./rules.ts";

/** For screen readers: what lies in a column, from the bottom up. */
const DISCS: Readonly<Record<string, Readonly<Record<Side, string>>>> = {
  ar: { red: "أحمر", yellow: "أصفر" },
  es: { red: "roja", yellow: "amarilla" },
  fa: { red: "قرمز", yellow: "زرد" },
  fr: { red: "rouge", yellow: "jaune" },
};
const ENGLISH_DISCS = { red: "red", yellow: "yellow" };

export class BoardView {
  private readonly columns: readonly HTMLButtonElement[];

  /** @param onDrop called with a column, from 0 on; without it the board only shows */
  constructor(
    private readonly element: HTMLElement,
    onDrop?: (column: number) => void,
  ) {
    this.columns = Array.from({ length: COLUMNS }, (_, column) => this.addColumn(column, onDrop));
    if (onDrop !== undefined) element.addEventListener("keydown", (event) => this.pressed(event, onDrop));
  }

  /** @param isOpen whether the visitor may move now */
  show({ columns, line }: Position, isOpen: boolean): void {
    const won = new Set(line.map(({ column, row }) => `${column} ${row}`));
    for (const [index, button] of this.columns.entries()) {
      const discs = columns[index] ?? [];
      button.ariaDisabled = String(!isOpen || discs.length === ROWS);
      for (const [fromTop, cell] of [...button.children].entries()) {
        const row = ROWS - 1 - fromTop;
        cell.className = discs[row] ?? "";
        cell.toggleAttribute("data-won", won.has(`${index} ${row}`));
      }
      const words = DISCS[document.documentElement.lang] ?? ENGLISH_DISCS;
      button.ariaLabel = [index + 1, ...discs.map((side) => words[side])].join(" ");
    }
    this.element.toggleAttribute("data-open", isOpen);
  }

  private addColumn(column: number, onDrop?: (column: number) => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.ariaLabel = String(column + 1);
    button.tabIndex = column === 0 ? 0 : -1;
    for (let row = 0; row < ROWS; row++) button.append(document.createElement("i"));
    button.addEventListener("click", () => {
      if (button.ariaDisabled !== "true") onDrop?.(column);
    });
    this.element.append(button);
    return button;
  }

  /** Arrows move between columns, as the page shows them; a digit drops at once. */
  private pressed(event: KeyboardEvent, onDrop: (column: number) => void): void {
    const digit = Number(event.key);
    const target = this.columns[digit - 1];
    if (target !== undefined && target.ariaDisabled !== "true") return onDrop(digit - 1);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const now = this.columns.findIndex((button) => button === document.activeElement);
    const next = this.columns[now + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    for (const button of this.columns) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }
}
