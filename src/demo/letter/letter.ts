/** Live cursors over a text, and who reads it: a signal with a key for each pointer, and the room's roster. */
import { type Member, type RoomClient, type SignalEvent } from "../../client/index.ts";
import { joinPageRoom } from "../join-page-room.ts";
import { hueOf } from "../../ui/models/member-hues.ts";
import { placeIn, pointIn, readPlace, type PointerPlace } from "./pointer-place.ts";

const SEND_EVERY_MS = 50;
/** A pointer that rests for so long fades. */
const REST_MS = 8_000;

interface Cursor {
  readonly element: HTMLElement;
  place: PointerPlace;
  movedAt: number;
}

export class Letter {
  private readonly blocks: readonly HTMLElement[];
  private readonly cursors = new Map<string, Cursor>();
  private unsent: readonly number[] | undefined;
  private readonly layer: HTMLElement;

  private constructor(
    page: HTMLElement,
    private readonly room: RoomClient,
  ) {
    this.blocks = [...page.querySelectorAll<HTMLElement>("[data-block]")];
    this.layer = page.appendChild(document.createElement("div"));
    this.layer.className = "cursors";
    this.layer.ariaHidden = "true";
  }

  static open(page: HTMLElement, people: Element): void {
    const room = joinPageRoom(page);
    const letter = new Letter(page, room);
    for (const moved of ["pointermove", "pointerdown"] as const)
      page.addEventListener(moved, (event) => letter.note(event));
    setInterval(() => letter.send(), SEND_EVERY_MS);
    room.on("signal", (signal) => letter.receive(signal));
    const show = () => letter.showPeople(people);
    for (const changed of ["welcome", "presence", "self"] as const) room.on(changed, show);
    // Their places are shares of boxes that have changed, as have their directions with the language.
    new ResizeObserver(() => letter.placeAll()).observe(page);
    new MutationObserver(() => letter.placeAll()).observe(document.documentElement, {
      attributeFilter: ["dir"],
    });
  }

  private get isRtl(): boolean {
    return document.documentElement.dir === "rtl";
  }

  private note({ target, clientX: x, clientY: y }: PointerEvent): void {
    const block = this.blocks.findIndex((each) => target instanceof Node && each.contains(target));
    const box = this.blocks[block]?.getBoundingClientRect();
    if (box !== undefined) this.unsent = placeIn(block, box, { x, y }, this.isRtl);
  }

  private send(): void {
    if (this.unsent !== undefined) this.room.signal(this.unsent, { key: "pointer" });
    this.unsent = undefined;
    const now = Date.now();
    for (const { element, movedAt } of this.cursors.values())
      element.toggleAttribute("data-rests", now - movedAt > REST_MS);
  }

  private receive({ from, key, data }: SignalEvent): void {
    const place = key === "pointer" ? readPlace(data, this.blocks.length) : undefined;
    if (place === undefined || from.id === this.room.self?.id) return;
    const cursor = this.cursors.get(from.id) ?? this.add(from, place);
    Object.assign(cursor, { place, movedAt: Date.now() });
    const label = cursor.element.querySelector("bdi");
    if (label !== null && label.textContent !== from.name) label.textContent = from.name;
    this.put(cursor);
  }

  private add({ id, name }: SignalEvent["from"], place: PointerPlace): Cursor {
    const template = document.querySelector<HTMLTemplateElement>("#cursor");
    const element = template?.content.firstElementChild?.cloneNode(true);
    if (!(element instanceof HTMLElement)) throw new Error("the page has a template of cursors");
    element.style.setProperty("--hue", String(hueOf(id)));
    element.querySelector("bdi")?.append(name);
    this.layer.append(element);
    const cursor = { element, place, movedAt: Date.now() };
    this.cursors.set(id, cursor);
    return cursor;
  }

  private placeAll(): void {
    for (const cursor of this.cursors.values()) this.put(cursor);
  }

  private put({ element, place }: Cursor): void {
    const block = this.blocks[place.block];
    if (block === undefined) return;
    const { x, y } = pointIn(place, { width: block.offsetWidth, height: block.offsetHeight }, this.isRtl);
    const left = block.offsetLeft + x;
    element.style.translate = `${left}px ${block.offsetTop + y}px`;
    // Where the name would be cut it is on the other side.
    element.toggleAttribute("data-at-edge", left + element.offsetWidth > this.layer.clientWidth);
  }

  private showPeople(list: Element): void {
    const members = this.room.roster.list;
    const here = new Set(members.map(({ id }) => id));
    for (const [id, { element }] of this.cursors) {
      if (here.has(id)) continue;
      element.remove();
      this.cursors.delete(id);
    }
    list.replaceChildren(...members.map((member) => this.person(member)));
  }

  private person({ id, name }: Member): HTMLElement {
    const item = document.createElement("li");
    const dot = document.createElement("i");
    const label = document.createElement("bdi");
    dot.style.setProperty("--hue", String(hueOf(id)));
    label.textContent = name;
    item.toggleAttribute("data-own", id === this.room.self?.id);
    item.append(dot, label);
    return item;
  }
}
