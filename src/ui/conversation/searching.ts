/** A search as its person types it: asks the room once they pause, and shows only the answer to their last words. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { RoomApi } from "../../client/api.ts";
import { parseSearch, type SearchTerm } from "../../text/search-terms.ts";
import type { Translate } from "../i18n/translate.ts";
import { afterEvent, toResult, type SearchResult } from "../models/search-results.ts";
import type { Timers } from "../timers.ts";
import { rejectionWords } from "./refusals.ts";

/** A pause in typing. */
const PAUSE_MS = 250;
/** The room has its own bounds, and says where they are. */
const UNBOUNDED = { searchQueryBytes: Infinity, searchTerms: Infinity };

const UNREACHED: ReadonlySet<unknown> = new Set(["not_connected", "timeout"]);

export type SearchStep =
  /** there is nothing to look for yet */
  | { readonly name: "blank" }
  | { readonly name: "searching" }
  /** `before`: where to go on, if there is more to look through */
  | { readonly name: "found"; readonly before: number | undefined }
  /** goes on by itself once the room can be reached */
  | { readonly name: "offline" }
  | { readonly name: "failed"; readonly words: string };

interface Asked {
  readonly query: string;
  readonly terms: readonly SearchTerm[];
  readonly before: number | undefined;
}

interface SearchingParts {
  readonly room: RoomApi;
  readonly timers: Timers;
  readonly t: Translate;
}

export class Searching {
  readonly #parts: SearchingParts;
  readonly #step = signal<SearchStep>({ name: "blank" });
  readonly #results = signal<readonly SearchResult[]>([]);
  #asked: Asked | undefined;
  #callOff = new AbortController();
  #stopWaiting: (() => void) | undefined;

  constructor(parts: SearchingParts) {
    this.#parts = parts;
  }

  get step(): ReadonlySignal<SearchStep> {
    return this.#step;
  }

  /** Newest first. While a new search is on its way they are still those of the one before. */
  get results(): ReadonlySignal<readonly SearchResult[]> {
    return this.#results;
  }

  /** Starts to listen to the room; returns the function that stops. */
  follow(): () => void {
    const { room } = this.#parts;
    const stops = [
      room.on("state", ({ to }) => {
        if (to.name === "online" && this.#step.value.name === "offline") this.retry();
      }),
      room.on("event", (event) => {
        this.#results.value = afterEvent(this.#results.value, this.#asked?.terms ?? [], event);
      }),
    ];
    return () => {
      this.#interrupt();
      for (const stop of stops) stop();
    };
  }

  /** The field now holds `text`. */
  typed(text: string): void {
    const query = text.trim();
    if (query === this.#asked?.query) return;
    this.#interrupt();
    const terms = parseSearch(query, UNBOUNDED);
    if (!terms.ok) {
      this.#asked = undefined;
      this.#results.value = [];
      this.#step.value = { name: "blank" };
      return;
    }
    this.#asked = { query, terms: terms.value, before: undefined };
    this.#step.value = { name: "searching" };
    this.#stopWaiting = this.#parts.timers.after(PAUSE_MS, () => void this.#ask());
  }

  /** Looks through what is further back. */
  further(): void {
    const step = this.#step.value;
    if (step.name !== "found" || step.before === undefined || this.#asked === undefined) return;
    this.#asked = { ...this.#asked, before: step.before };
    void this.#ask();
  }

  /** Asks again what failed. */
  retry(): void {
    void this.#ask();
  }

  #interrupt(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    this.#callOff.abort();
  }

  async #ask(): Promise<void> {
    const asked = this.#asked;
    if (asked === undefined) return;
    this.#interrupt();
    const callOff = new AbortController();
    this.#callOff = callOff;
    this.#step.value = { name: "searching" };
    const { query, terms, before } = asked;
    try {
      const page = await this.#parts.room.search({ query, before, signal: callOff.signal });
      if (callOff.signal.aborted) return;
      const found = page.events.map((message) => toResult(message, terms));
      this.#results.value = before === undefined ? found : [...this.#results.value, ...found];
      this.#step.value = { name: "found", before: page.before };
    } catch (error) {
      if (!callOff.signal.aborted) this.#failed(error, asked);
    }
  }

  #failed(error: unknown, { before }: Asked): void {
    if (before === undefined) this.#results.value = [];
    const { code, retryAfterMs } = Object(error) as { code?: unknown; retryAfterMs?: number };
    if (code === "rate_limited") {
      this.#stopWaiting = this.#parts.timers.after(retryAfterMs ?? PAUSE_MS, () => void this.#ask());
    } else if (UNREACHED.has(code) && this.#parts.room.state.name !== "online") {
      this.#step.value = { name: "offline" };
    } else {
      const { t } = this.#parts;
      const words = code === "bad_request" ? t("searchTooMuch") : rejectionWords(t, error);
      this.#step.value = { name: "failed", words };
    }
  }
}
