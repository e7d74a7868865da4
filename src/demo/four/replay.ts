/** Replays the last match from the room's history, at 1 × and 4 × and by scrubbing, with what was said meanwhile. */
import type { DurableEvent, RoomClient } from "../../client/index.ts";
import { BOARD_KEY } from "./keys.ts";
import type { Board } from "./rules.ts";
import { timelineOf, type Step } from "./timeline.ts";

/** How far back the beginning of the match is looked for, in events, and how many of them at once. */
const MAX_EVENTS = 1_000;
const PAGE_EVENTS = 200;
const TICK_MS = 50;

export class Replay {
  private steps: readonly Step[] = [];
  /** how much of the match is shown, in ms; undefined while the game itself is */
  private atMs: number | undefined;
  private speed = 1;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly slider: HTMLInputElement;
  private readonly talk: HTMLElement;

  constructor(
    private readonly element: HTMLElement,
    private readonly room: RoomClient,
    private readonly onChange: () => void,
  ) {
    this.slider = find<HTMLInputElement>(element, "input");
    this.talk = find(element, ".replay-talk");
    find(element, ".replay-open").addEventListener("click", () => void this.toggle());
    find(element, ".replay-play").addEventListener("click", () =>
      this.isPlaying ? this.pause() : this.play(),
    );
    for (const button of element.querySelectorAll<HTMLElement>("[data-speed]"))
      button.addEventListener("click", () => this.setSpeed(Number(button.dataset["speed"])));
    this.slider.addEventListener("input", () => {
      this.pause();
      this.seek(Number(this.slider.value));
    });
  }

  /** The board at the moment that is shown; undefined while the game itself is. */
  get board(): Board | undefined {
    const { atMs } = this;
    if (atMs === undefined) return undefined;
    return this.steps.findLast((step) => step.atMs <= atMs)?.board;
  }

  /** Offers the replay, if there is something to see. */
  offer(isThere: boolean): void {
    this.element.hidden = !isThere && this.atMs === undefined;
  }

  private get isPlaying(): boolean {
    return this.timer !== undefined;
  }

  private get endMs(): number {
    return this.steps.at(-1)?.atMs ?? 0;
  }

  private async toggle(): Promise<void> {
    if (this.atMs !== undefined) return this.close();
    // Without a connection the page says so.
    this.steps = timelineOf(await this.history().catch(() => []), BOARD_KEY);
    if (this.steps.length === 0) return;
    this.slider.max = String(this.endMs);
    this.element.dataset["open"] = "";
    this.seek(0);
    this.play();
  }

  private close(): void {
    this.pause();
    this.atMs = undefined;
    delete this.element.dataset["open"];
    this.onChange();
  }

  private async history(): Promise<DurableEvent[]> {
    const newest = this.room.shared.entry(BOARD_KEY)?.version ?? 0;
    const events: DurableEvent[] = [];
    for (let after = Math.max(0, newest - MAX_EVENTS), more = true; more;) {
      const page = await this.room.history({ after, limit: PAGE_EVENTS });
      events.push(...page.events);
      after = page.events.at(-1)?.seq ?? after;
      more = page.more && page.events.length > 0;
    }
    return events;
  }

  private play(): void {
    if ((this.atMs ?? 0) >= this.endMs) this.seek(0);
    clearInterval(this.timer);
    let before = performance.now();
    this.timer = setInterval(() => {
      const now = performance.now();
      this.seek((this.atMs ?? 0) + (now - before) * this.speed);
      before = now;
      if ((this.atMs ?? 0) >= this.endMs) this.pause();
    }, TICK_MS);
    this.element.dataset["playing"] = "";
  }

  private pause(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    delete this.element.dataset["playing"];
  }

  private setSpeed(speed: number): void {
    this.speed = speed;
    for (const button of this.element.querySelectorAll<HTMLElement>("[data-speed]"))
      button.ariaPressed = String(Number(button.dataset["speed"]) === speed);
  }

  private seek(atMs: number): void {
    this.atMs = Math.min(this.endMs, Math.max(0, atMs));
    const until = this.atMs;
    const past = this.steps.filter((step) => step.atMs <= until);
    const moves = past.filter(({ text }) => text === undefined);
    this.slider.value = String(Math.round(until));
    this.slider.ariaValueText = `${moves.length} / ${this.steps.filter(({ text }) => text === undefined).length}`;
    const said = past.filter((step): step is Step & { text: string } => step.text !== undefined);
    if (said.length !== this.talk.childElementCount) this.talk.replaceChildren(...said.map(line));
    this.talk.scrollTop = this.talk.scrollHeight;
    this.onChange();
  }
}

function line({ from, text }: Step & { readonly text: string }): HTMLElement {
  const item = document.createElement("li");
  const author = document.createElement("bdi");
  const said = document.createElement("span");
  author.textContent = from;
  said.textContent = text;
  said.dir = "auto";
  item.append(author, said);
  return item;
}

function find<Found extends Element = HTMLElement>(within: Element, selector: string): Found {
  const found = within.querySelector<Found>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}
