/** Keeps one link to the room: opens it, watches it, and opens another when it is lost, until told to stop. */
import { adviceFor, CLOSES } from "../protocol/close-codes.ts";
import { encodeCommand } from "../protocol/encode.ts";
import type { Command } from "../protocol/commands.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { ConnectionState } from "./api.ts";
import { Backoff, STEADY_AFTER_MS } from "./backoff.ts";
import type { Cancel, Environment, NetworkChange } from "./environment.ts";
import { GIVEN_UP, Link, type Ending } from "./link.ts";

/** From the attempt to the welcome, and from one frame of the replay to the next. */
const JOIN_TIMEOUT_MS = 10_000;
/** Where somebody is waiting, the next try comes within this. */
const SOON_MS = 300;
/** A machine that says it has no network is often wrong, so it is tried all the same, but not often. */
const OFFLINE_PROBE_MS = 10_000;

export interface Address {
  readonly url: string;
  readonly protocols: string[];
}

export interface ConnectionPorts {
  address(): Promise<Address>;
  frame(frame: string): void;
  /** The link is gone; nothing that waited for an answer on it will get one. */
  lost(ending: Ending): void;
  changed(change: { readonly from: ConnectionState; readonly to: ConnectionState }): void;
  /** The room does not take the token. Returns true if there is another way to try. */
  refreshToken(ending: Ending): boolean;
}

type Phase =
  | { readonly name: "idle" }
  | { readonly name: "attempting"; link: Link | undefined }
  | { readonly name: "joined"; readonly link: Link; isWhole: boolean }
  | { readonly name: "waiting" }
  | { readonly name: "over" };

const NOTHING: Cancel = () => {};

export class Connection {
  readonly #environment: Environment;
  readonly #ports: ConnectionPorts;
  readonly #backoff: Backoff;
  #phase: Phase = { name: "idle" };
  #state: ConnectionState = { name: "idle" };
  #spreadMs = 0;
  #hasNetwork = true;
  #cancelTimer = NOTHING;
  #cancelSteady = NOTHING;
  #stopListening = NOTHING;

  constructor(environment: Environment, ports: ConnectionPorts) {
    this.#environment = environment;
    this.#ports = ports;
    this.#backoff = new Backoff(environment.random);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Asked of the link as well: whoever hears of its loss hears it before the state says so. */
  get isOnline(): boolean {
    return this.#link !== undefined && this.#state.name === "online";
  }

  start(): void {
    if (this.#phase.name !== "idle") return;
    this.#stopListening =
      this.#environment.onNetworkChange?.((change) => this.#networkChanged(change)) ?? NOTHING;
    this.#show({ name: "connecting", since: this.#environment.now() });
    this.#attempt();
  }

  send(command: Command): void {
    this.#link?.send(encodeCommand(command));
  }

  /** The room has welcomed this side. */
  joined(spreadMs: number): void {
    const link = this.#link;
    if (link === undefined) return;
    this.#phase = { name: "joined", link, isWhole: false };
    this.#spreadMs = spreadMs;
    this.#cancelSteady = this.#environment.setTimer(() => this.#backoff.startAgain(), STEADY_AFTER_MS);
    link.startHeartbeat();
  }

  /** Everything missed was delivered. */
  whole(): void {
    if (this.#phase.name !== "joined") return;
    this.#phase.isWhole = true;
    this.#cancelTimer();
    this.#beOnline();
  }

  /** Gives the link up, as if it had been cut. */
  drop(): void {
    if (this.#link !== undefined) this.#lose(GIVEN_UP);
  }

  /** Tries now; or finds out soon whether the link is still alive. */
  wake(): void {
    switch (this.#phase.name) {
      case "joined":
        return this.#phase.link.probe();
      case "waiting":
        return this.#trySoon();
      case "idle":
      case "attempting":
      case "over":
        return;
      default:
        exhaustive(this.#phase);
    }
  }

  close({ code, reason, fatal }: { code: number; reason: string; fatal: boolean }): void {
    if (this.#phase.name === "over") return;
    this.#leaveLink({ name: "over" });
    this.#stopListening();
    this.#show({ name: "closed", code, reason, fatal });
  }

  get #link(): Link | undefined {
    return this.#phase.name === "attempting" || this.#phase.name === "joined" ? this.#phase.link : undefined;
  }

  #attempt(): void {
    const attempt = { name: "attempting" as const, link: undefined };
    this.#phase = attempt;
    this.#expectProgress();
    void this.#open(attempt);
  }

  async #open(attempt: Phase & { name: "attempting" }): Promise<void> {
    const address = await this.#ports.address().catch(() => undefined);
    if (this.#phase !== attempt) return;
    if (address === undefined) return this.#lose(GIVEN_UP);
    try {
      attempt.link = new Link(this.#environment, address, {
        heard: () => this.#heard(),
        frame: (frame) => this.#ports.frame(frame),
        over: (ending) => this.#lose(ending),
      });
    } catch (error) {
      // Only what was offered can be at fault: a token with letters that no header may have, or the URL.
      this.#lose({ code: CLOSES.invalid_token.code, reason: String(error), isClean: true });
    }
  }

  #heard(): void {
    if (this.#phase.name === "joined" && this.#phase.isWhole) this.#beOnline();
    else this.#expectProgress();
  }

  /** Gives the link up if nothing comes for a while. */
  #expectProgress(): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#environment.setTimer(() => this.#lose(GIVEN_UP), JOIN_TIMEOUT_MS);
  }

  #beOnline(): void {
    this.#hasNetwork = true;
    if (!this.isOnline) this.#show({ name: "online", since: this.#environment.now() });
  }

  #lose(ending: Ending): void {
    const spreadMs = this.#phase.name === "joined" && !ending.isClean ? this.#spreadMs : undefined;
    const waiting: Phase = { name: "waiting" };
    this.#leaveLink(waiting);
    this.#ports.lost(ending);
    // Whoever was told may have closed the room.
    if (this.#phase !== waiting) return;
    const { code, reason } = ending;
    const advice = adviceFor(code);
    switch (advice) {
      case "retry":
        return this.#tryLater(spreadMs);
      case "refresh_token":
        if (this.#ports.refreshToken(ending)) return this.#tryLater();
        return this.close({ code, reason, fatal: true });
      case "stop":
        return this.close({ code, reason, fatal: true });
      default:
        exhaustive(advice);
    }
  }

  #leaveLink(next: Phase): void {
    this.#cancelTimer();
    this.#cancelSteady();
    this.#link?.abandon();
    this.#phase = next;
  }

  #tryLater(spreadMs?: number): void {
    const delayMs = this.#backoff.nextDelayMs(spreadMs);
    this.#tryIn(this.#hasNetwork ? delayMs : Math.max(delayMs, OFFLINE_PROBE_MS));
  }

  #trySoon(): void {
    const leftMs = "retryAt" in this.#state ? this.#state.retryAt - this.#environment.now() : 0;
    // A try that is overdue is stuck in the timer of a machine that slept: it is made anew.
    if (leftMs > 0 && leftMs <= SOON_MS) return;
    this.#tryIn(this.#environment.random() * SOON_MS);
  }

  #tryIn(exactMs: number): void {
    const delayMs = Math.round(exactMs);
    this.#cancelTimer();
    this.#cancelTimer = this.#environment.setTimer(() => this.#attempt(), delayMs);
    this.#showAway(this.#environment.now() + delayMs);
  }

  #networkChanged(change: NetworkChange): void {
    this.#hasNetwork = change === "online";
    switch (this.#phase.name) {
      case "waiting":
        return this.#hasNetwork ? this.#tryIn(this.#environment.random() * SOON_MS) : this.#tryLater();
      case "joined":
        // The link may have survived: it is asked, and only its silence is believed.
        if (!this.#hasNetwork) this.#showAway(this.#environment.now());
        return this.#phase.link.probe();
      case "attempting":
        return this.#state.name === "connecting" && this.#hasNetwork
          ? undefined
          : this.#showAway(this.#environment.now());
      case "idle":
      case "over":
        return;
      default:
        exhaustive(this.#phase);
    }
  }

  #showAway(retryAt: number): void {
    const since =
      this.#state.name === "reconnecting" || this.#state.name === "offline"
        ? this.#state.since
        : this.#environment.now();
    this.#show({ name: this.#hasNetwork ? "reconnecting" : "offline", since, retryAt });
  }

  #show(to: ConnectionState): void {
    const from = this.#state;
    this.#state = to;
    this.#ports.changed({ from, to });
  }
}
