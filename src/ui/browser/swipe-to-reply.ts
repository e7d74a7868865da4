/** Swiping a message with a finger replies to it. */
import { swipeOf, type Swipe } from "../models/swipe.ts";

/** Swipes from the edge of the screen are the system's: back and forward. */
const SYSTEM_EDGE_PX = 24;
/** What scrolls sideways itself. */
const SCROLLS_SIDEWAYS = "pre";
const HAPTIC_MS = 10;

interface Touch {
  readonly message: HTMLElement;
  readonly pointerId: number;
  readonly x: number;
  readonly y: number;
  readonly sign: 1 | -1;
  readonly swipe: Swipe;
}

export interface SwipeListener {
  /** whether a message can be replied to: else it does not follow the finger */
  readonly mayReply: (message: HTMLElement) => boolean;
  readonly onReply: (message: HTMLElement) => void;
}

/** Calls `onReply` with the message that was swiped; returns the function that stops. */
export function onSwipeToReply(scroller: HTMLElement, listener: SwipeListener): () => void {
  const swipes = new SwipeToReply(scroller, listener);
  return swipes.start();
}

class SwipeToReply {
  readonly #scroller: HTMLElement;
  readonly #listener: SwipeListener;
  #touch: Touch | undefined;

  constructor(scroller: HTMLElement, listener: SwipeListener) {
    this.#scroller = scroller;
    this.#listener = listener;
  }

  start(): () => void {
    const controller = new AbortController();
    const options = { signal: controller.signal, passive: true };
    const scroller = this.#scroller;
    scroller.addEventListener("pointerdown", this.#onDown, options);
    scroller.addEventListener("pointermove", this.#onMove, options);
    scroller.addEventListener("pointerup", this.#onUp, options);
    scroller.addEventListener("pointercancel", this.#end, options);
    return () => {
      this.#end();
      controller.abort();
    };
  }

  readonly #onDown = ({
    pointerType,
    isPrimary,
    pointerId,
    target,
    clientX: x,
    clientY: y,
  }: PointerEvent) => {
    this.#end();
    if (pointerType !== "touch" || !isPrimary || !(target instanceof Element)) return;
    if (x < SYSTEM_EDGE_PX || x > innerWidth - SYSTEM_EDGE_PX) return;
    const message = target.closest<HTMLElement>("[data-message]");
    if (message === null || target.closest(SCROLLS_SIDEWAYS) !== null) return;
    if (!this.#listener.mayReply(message)) return;
    const sign = message.matches(":dir(rtl)") ? -1 : 1;
    this.#touch = { message, pointerId, x, y, sign, swipe: { name: "undecided" } };
  };

  readonly #onMove = ({ pointerId, clientX, clientY }: PointerEvent): void => {
    const touch = this.#touch;
    if (touch?.pointerId !== pointerId) return;
    const swipe = swipeOf(clientX - touch.x, clientY - touch.y, touch.sign, touch.swipe);
    if (swipe.name === "other") return this.#end();
    this.#touch = { ...touch, swipe };
    if (swipe.name !== "swiping") return;
    const { dataset, style } = touch.message;
    if (swipe.replies && dataset["swipe"] !== "replies") navigator.vibrate?.(HAPTIC_MS);
    dataset["swipe"] = swipe.replies ? "replies" : "follows";
    style.setProperty("--swipe", `${swipe.px * touch.sign}px`);
  };

  readonly #onUp = (): void => {
    const touch = this.#touch;
    this.#end();
    if (touch?.swipe.name === "swiping" && touch.swipe.replies) this.#listener.onReply(touch.message);
  };

  readonly #end = (): void => {
    const message = this.#touch?.message;
    this.#touch = undefined;
    if (message === undefined) return;
    delete message.dataset["swipe"];
    message.style.removeProperty("--swipe");
  };
}
