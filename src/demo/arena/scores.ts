/** The list of players with their stars, and what one has caught oneself, for those who do not see the picture. */
import { colorOf } from "../player-colors.ts";

export class Scores {
  private shown = "";

  constructor(private readonly page: HTMLElement) {}

  /** Changes the page only if something has changed: it is asked 20 times a second. */
  show(
    scores: Readonly<Record<string, number>>,
    names: ReadonlyMap<string, string>,
    own: string | undefined,
  ): void {
    const rows = [...names]
      .map(([id, name]) => ({ id, name, stars: scores[id] ?? 0 }))
      .toSorted((one, other) => other.stars - one.stars || (one.id < other.id ? -1 : 1));
    const state = JSON.stringify(rows);
    if (state === this.shown) return;
    this.shown = state;
    this.page
      .querySelector(".scores")
      ?.replaceChildren(...rows.map(({ id, name, stars }) => this.row(id, name, stars, id === own)));
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

  private row(id: string, name: string, stars: number, isOwn: boolean): HTMLElement {
    const row = document.createElement("li");
    const dot = document.createElement("i");
    dot.style.background = colorOf(id);
    const label = document.createElement("bdi");
    label.textContent = name;
    const count = document.createElement("b");
    count.textContent = `${stars} ★`;
    row.toggleAttribute("data-own", isOwn);
    row.dataset["member"] = id;
    row.append(dot, label, count);
    return row;
  }
}
