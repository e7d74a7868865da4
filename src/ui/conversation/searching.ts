/** Search as you type: debounces requests, and shows only the response to the latest query. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { BaseRoomApi } from "../../client/base-room-client.ts";
import { parseSearch, type SearchTerm } from "../../text/search-terms.ts";
import type { Translate } from "../i18n/translate.ts";
import { afterEvent, toResult, type SearchResult } from "../models/search-results.ts";
import type { Timers } from "../timers.ts";
import { describeError } from "./error-messages.ts";

/** The debounce delay. */
const PAUSE_MS = 250;
/** The room enforces its limits and reports them. */
const UNBOUNDED = { searchQueryBytes: Infinity, searchTerms: Infinity };

const UNREACHABLE_CODES: ReadonlySet<unknown> = new Set(["not_connected", "timeout"]);

export type SearchStep =
  /** the query is empty */
  | { readonly name: "blank" }
  | { readonly name: "searching" }
  /** `before`: the cursor for older results, if there are more messages to search */
  | { readonly name: "found"; readonly before: number | undefined }
  /** retries by itself once the connection is back */
  | { readonly name: "offline" }
  | { readonly name: "failed"; readonly message: string };

interface SearchRequestState {
  readonly query: string;
  readonly terms: readonly SearchTerm[];
  readonly before: number | undefined;
}

interface MessageSearchParts {
  readonly room: BaseRoomApi;
  readonly timers: Timers;
  readonly t: Translate;
}

export class MessageSearch {
  readonly #parts: MessageSearchParts;
  readonly #step = signal<SearchStep>({ name: "blank" });
  readonly #results = signal<readonly SearchResult[]>([]);
  #request: SearchRequestState | undefined;
  #abort = new AbortController();
  #cancelTimer: (() => void) | undefined;

  constructor(parts: MessageSearchParts) {
    this.#parts = parts;
  }

  get step(): ReadonlySignal<SearchStep> {
    return this.#step;
  }

  /** Newest first. While a search is in flight they are the results of the previous one. */
  get results(): ReadonlySignal<readonly SearchResult[]> {
    return this.#results;
  }

  /** Subscribes to the room; returns the function that unsubscribes. */
  start(): () => void {
    const { room } = this.#parts;
    const stops = [
      room.on("state", ({ to }) => {
        if (to.name === "online" && this.#step.value.name === "offline") this.retry();
      }),
      room.on("event", (event) => {
        this.#results.value = afterEvent(this.#results.value, this.#request?.terms ?? [], event);
      }),
    ];
    return () => {
      this.#interrupt();
      for (const stop of stops) stop();
    };
  }

  /** The text of the field changed. */
  onInput(text: string): void {
    const query = text.trim();
    if (query === this.#request?.query) return;
    this.#interrupt();
    const terms = parseSearch(query, UNBOUNDED);
    if (!terms.ok) {
      this.#request = undefined;
      this.#results.value = [];
      this.#step.value = { name: "blank" };
      return;
    }
    this.#request = { query, terms: terms.value, before: undefined };
    this.#step.value = { name: "searching" };
    this.#cancelTimer = this.#parts.timers.after(PAUSE_MS, () => void this.#send());
  }

  /** Searches older messages. */
  loadMore(): void {
    const step = this.#step.value;
    if (step.name !== "found" || step.before === undefined || this.#request === undefined) return;
    this.#request = { ...this.#request, before: step.before };
    void this.#send();
  }

  /** Repeats the request that failed. */
  retry(): void {
    void this.#send();
  }

  #interrupt(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#abort.abort();
  }

  async #send(): Promise<void> {
    const request = this.#request;
    if (request === undefined) return;
    this.#interrupt();
    const controller = new AbortController();
    this.#abort = controller;
    this.#step.value = { name: "searching" };
    const { query, terms, before } = request;
    try {
      const page = await this.#parts.room.search({ query, before, signal: controller.signal });
      if (controller.signal.aborted) return;
      const found = page.events.map((message) => toResult(message, terms));
      this.#results.value = before === undefined ? found : [...this.#results.value, ...found];
      this.#step.value = { name: "found", before: page.before };
    } catch (error) {
      if (!controller.signal.aborted) this.#onError(error, request);
    }
  }

  #onError(error: unknown, { before }: SearchRequestState): void {
    if (before === undefined) this.#results.value = [];
    const { code, retryAfterMs } = Object(error) as { code?: unknown; retryAfterMs?: number };
    if (code === "rate_limited") {
      this.#cancelTimer = this.#parts.timers.after(retryAfterMs ?? PAUSE_MS, () => void this.#send());
    } else if (UNREACHABLE_CODES.has(code) && this.#parts.room.state.name !== "online") {
      this.#step.value = { name: "offline" };
    } else {
      const { t } = this.#parts;
      const message = code === "bad_request" ? t("searchTooMuch") : describeError(t, error);
      this.#step.value = { name: "failed", message };
    }
  }
}
