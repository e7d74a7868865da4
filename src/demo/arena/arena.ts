/** A game for twenty: players catch stars, and talk beside it. On the public SDK alone, with its signals and the room's time. */
import { type RoomClient, type ServerTime, type SignalEvent } from "../../client/index.ts";
import { joinPageRoom } from "../join-page-room.ts";
import { Controls } from "./controls.ts";
import { Marks } from "./marks.ts";
import { Picture, type Figure } from "./picture.ts";
import { Prediction } from "./prediction.ts";
import { Scores, type Shown } from "./scores.ts";
import { caught, CountKeeper, isNumber, readSky, type Sky } from "./stars.ts";
import { DELAY_MS, TIME_PERIOD_MS, timeOfRest, Track } from "./track.ts";
import { between, somewhere, TICK_MS, type Place } from "./world.ts";

const MAX_PLAYERS = 20;
/** A player from whom nothing has come for so long has left the game, ms. */
const GONE_AFTER_MS = 3_000;
/** For those who come: they get the sky within that. */
const SKY_EVERY_TICKS = 20;

interface Other {
  readonly name: string;
  readonly track: Track;
}

export class Arena {
  private readonly others = new Map<string, Other>();
  private readonly marks = new Marks();
  private readonly controls: Controls;
  private readonly picture: Picture;
  private readonly scores: Scores;
  private own: Prediction | undefined;
  /** between the last two of one's own places the picture moves on */
  private previous: Place | undefined;
  private tickedAt = 0;
  private ticks = 0;
  private sky: Sky | undefined;
  private readonly keeper = new CountKeeper(performance.now());

  private constructor(
    private readonly page: HTMLElement,
    private readonly room: RoomClient,
    private readonly time: ServerTime,
  ) {
    const arena = find(page, ".arena");
    this.controls = new Controls(arena);
    this.picture = new Picture(find<HTMLCanvasElement>(arena, "canvas"));
    this.scores = new Scores(page);
    room.on("signal", (signal) => this.receive(signal));
    room.on("echo", ({ n }) => this.own?.echoed(n));
    room.on("state", ({ to }) => {
      if (to.name === "closed") find(page, ".error").textContent = to.reason;
    });
    room.on("presence", ({ left = [] }) => {
      for (const { id } of left) this.others.delete(id);
    });
    const form = find<HTMLFormElement>(page, ".play");
    const name = find<HTMLInputElement>(form, "input");
    name.value = room.self?.name ?? "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (name.value.trim() !== room.self?.name) void this.rename(name.value);
      this.play();
      arena.focus();
    });
    setInterval(() => this.tick(), TICK_MS);
    requestAnimationFrame((now) => this.draw(now));
  }

  static async open(page: HTMLElement): Promise<void> {
    const room = joinPageRoom(page);
    const time = await timeOf(room);
    const arena = new Arena(page, room, time);
    arena.scores.showRoundTrip(time.roundTripMs);
    page.dataset["ready"] = "";
  }

  /** The chat beside the game is another session of the same member: it has the new name too. */
  private async rename(name: string): Promise<void> {
    const problem = find(this.page, ".error");
    problem.textContent = await this.room.rename(name).then(
      () => "",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  /** True if the visitor can only watch. */
  private get isFull(): boolean {
    const players = this.others.size - (this.elsewhere === undefined ? 0 : 1);
    return this.own === undefined && players >= MAX_PLAYERS;
  }

  /** The visitor as they play in another window. */
  private get elsewhere(): Other | undefined {
    return this.others.get(this.room.self?.id ?? "");
  }

  /** From where the visitor is in another window, which plays no more: the others see one player. */
  private play(): void {
    if (this.own !== undefined || this.isFull) return;
    const start = this.elsewhere?.track.placeAt(this.time.now()) ?? somewhere(Math.random);
    this.own = new Prediction(start);
    this.previous = start;
    this.page.dataset["playing"] = "";
    const self = this.room.self?.id;
    if (self === undefined) return;
    this.others.delete(self);
    this.room.signal(true, { key: "play", to: self });
  }

  /** The visitor plays in another window from now on. */
  private stop(): void {
    this.own = undefined;
    this.previous = undefined;
    delete this.page.dataset["playing"];
  }

  private receive({ from, key, data }: SignalEvent): void {
    if (key === "play" && from.id === this.room.self?.id) this.stop();
    if (key === "move" && Array.isArray(data)) this.receiveMove(from, data);
    const sky = key === "sky" ? readSky(data) : undefined;
    // The count is that of the player who keeps it, not of anyone who sends one.
    if (sky !== undefined && this.keeper.heard(from.id, performance.now())) this.sky = sky;
  }

  private receiveMove({ id, name }: SignalEvent["from"], [rest, x, y, mark]: readonly unknown[]): void {
    // Of another window, which does not know yet that the visitor plays in this one.
    if (id === this.room.self?.id && this.own !== undefined) return;
    const time = timeOfRest(rest, this.time.now());
    if (time === undefined || !isNumber(x) || !isNumber(y)) return;
    this.marks.claim(id, mark);
    const track = this.others.get(id)?.track ?? new Track();
    track.add(time, { x, y });
    this.others.set(id, { name, track });
  }

  private tick(): void {
    this.ticks += 1;
    const now = this.time.now();
    for (const [id, { track }] of this.others)
      if (now - track.newestAt > GONE_AFTER_MS) this.others.delete(id);
    if (this.own !== undefined) this.move(this.own, now);
    this.page.toggleAttribute("data-full", this.isFull);
    const { state } = this.room;
    this.page.toggleAttribute("data-offline", state.name !== "online" && state.name !== "closed");
    this.keepCount();
    const players = this.players();
    this.marks.keep(players.keys());
    this.scores.show(this.sky?.scores ?? {}, players, this.room.self?.id);
  }

  private move(own: Prediction, now: number): void {
    this.previous = own.place;
    this.tickedAt = performance.now();
    const self = this.room.self?.id;
    // The timers of a hidden page are slow: who hides it pauses, and another keeps the count meanwhile.
    if (this.room.state.name === "online" && self !== undefined && !document.hidden) {
      const n = own.apply(this.controls.direction(own.place), now);
      const { x, y } = own.place;
      const data = [Math.round(now) % TIME_PERIOD_MS, x, y, this.marks.numberOf(self)];
      this.room.signal(data, { key: "move", n });
    }
    own.takeBackLost(now);
  }

  private keepCount(): void {
    const self = this.room.self?.id;
    if (this.own === undefined || self === undefined || document.hidden) return;
    const now = performance.now();
    if (!this.keeper.keeps(self, this.others.keys(), now)) return;
    const players = new Map([[self, this.own.place]]);
    for (const [id, { track }] of this.others) {
      const place = track.placeAt(this.time.now() - DELAY_MS);
      if (place !== undefined) players.set(id, place);
    }
    const before = this.sky ?? { star: somewhere(Math.random), scores: {} };
    this.sky = caught(before, players, Math.random) ?? before;
    if (this.sky === before && this.ticks % SKY_EVERY_TICKS !== 0) return;
    this.room.signal(this.sky, { key: "sky" });
    this.keeper.heard(self, now);
  }

  private players(): ReadonlyMap<string, Shown> {
    const names = new Map([...this.others].map(([id, { name }]) => [id, name]));
    const { self } = this.room;
    if (self !== undefined && this.own !== undefined) names.set(self.id, self.name);
    return new Map([...names].map(([id, name]) => [id, { name, mark: this.marks.numberOf(id) }]));
  }

  private draw(now: number): void {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.picture.draw(this.figures(now), this.sky?.star, isCalm);
    requestAnimationFrame((next) => this.draw(next));
  }

  private figures(now: number): readonly Figure[] {
    const shownAt = this.time.now() - DELAY_MS;
    const others = [...this.others].flatMap(([id, { name, track }]) => {
      const place = track.placeAt(shownAt);
      return place === undefined ? [] : [{ name, place, mark: this.marks.numberOf(id), isOwn: false }];
    });
    const { self } = this.room;
    if (self === undefined || this.own === undefined || this.previous === undefined) return others;
    const share = Math.min(1, (now - this.tickedAt) / TICK_MS);
    const place = between(this.previous, this.own.place, Math.max(0, share));
    return [...others, { name: self.name, place, mark: this.marks.numberOf(self.id), isOwn: true }];
  }
}

/** Asked again where the connection was lost meanwhile. */
async function timeOf(room: RoomClient): Promise<ServerTime> {
  for (;;) {
    try {
      return await room.syncTime();
    } catch (error) {
      if (room.state.name === "closed") throw error;
    }
  }
}

function find<Found extends HTMLElement = HTMLElement>(page: ParentNode, selector: string): Found {
  const found = page.querySelector<Found>(selector);
  if (found === null) throw new Error(`the page has no ${selector}`);
  return found;
}
