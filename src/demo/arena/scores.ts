/** The list of players with their stars, and what one has caught oneself, for those who do not see the picture. */
import { MARKS, SHAPE_COLOR } from "./marks.ts";

const SVG = "http://www.w3.org/2000/svg";

export interface Shown {
  readonly name: string;
  /** its number among the {@link MARKS} */
  readonly mark: number;
}

interface Row extends Shown {
  readonly id: string;
  readonly stars: number;
}

export class Scores {
  private shown = "";

  constructor(private readonly page: HTMLElement) {}

  /** Changes the page only if something has changed: it is asked 20 times a second. */
  show(
    scores: Readonly<Record<string, number>>,
    players: ReadonlyMap<string, Shown>,
    own: string | undefined,
  ): void {
    const rows = [...players]
      .map(([id, player]) => ({ ...player, id, stars: scores[id] ?? 0 }))
      .toSorted((one, other) => other.stars - one.stars || (one.id < other.id ? -1 : 1));
    const state = JSON.stringify(rows);
    if (state === this.shown) return;
    this.shown = state;
    this.page.querySelector(".scores")?.replaceChildren(...rows.map((row) => this.row(row, row.id === own)));
    this.page.querySelector<HTMLElement>(".scores-empty")?.toggleAttribute("hidden", rows.length > 0);
    const mine = rows.find(({ id }) => id === own)?.stars;
    const status = this.page.querySelector(".own-stars");
    if (status !== null && mine !== undefined && status.textContent !== `${mine}`)
      status.textContent = `${mine}`;
  }

  showRoundTrip(ms: number): void {
    const figure = this.page.querySelector(".round-trip");
    if (figure !== null) figure.textContent = `${Math.round(ms)} ms`;
  }

  private row({ id, name, mark, stars }: Row, isOwn: boolean): HTMLElement {
    const row = document.createElement("li");
    const label = document.createElement("bdi");
    label.textContent = name;
    const count = document.createElement("b");
    count.textContent = `${stars} ★`;
    row.toggleAttribute("data-own", isOwn);
    row.dataset["member"] = id;
    row.dataset["mark"] = String(mark);
    row.append(lantern(mark), label, count);
    return row;
  }
}

/** As in the arena. */
function lantern(number: number): SVGElement {
  const mark = MARKS[number];
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "-13 -13 26 26");
  picture.ariaHidden = "true";
  const circle = document.createElementNS(SVG, "circle");
  circle.setAttribute("r", "13");
  circle.setAttribute("fill", mark?.color ?? "none");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", mark?.path ?? "");
  shape.setAttribute("fill", SHAPE_COLOR);
  shape.setAttribute("fill-rule", "evenodd");
  picture.append(circle, shape);
  return picture;
}
