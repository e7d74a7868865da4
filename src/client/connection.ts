/** Keeps one link to the room: opens it, watches it, and opens another when it is lost, until told to stop. */
import { adviceFor, CLOSE_CODES } from "../protocol/close-advice.ts";
import { encodeCommand } from "../protocol/encode.ts";
import type { Command } from "../protocol/commands.ts";
import type { Self } from "../protocol/member.ts";
import type { Position } from "../protocol/position.ts";
import { exhaustive } from "../text/exhaustive.ts";
import type { ConnectionState, KeyValueStorage, Roster, Transport } from "./api.ts";
import { Backoff, STEADY_AFTER_MS } from "./backoff.ts";
import type { Cancel, Environment, NetworkChange } from "./environment.ts";
import type { Credentials } from "./identity.ts";
import { Ladder, type Rung } from "./ladder.ts";
import { GIVEN_UP, type Ending, type Link, type LinkEvents, type LinkParts, type OpenLink } from "./link.ts";
import { rungMemory, type RungMemory } from "./remembered-rung.ts";
import type { Climber } from "./transports/climber.ts";
import { SocketLink } from "./transports/socket-link.ts";

/** For the application to give a token, and from one frame of the replay to the next. */
const PROGRESS_TIMEOUT_MS = 10_000;
/** Where somebody is waiting, the next try comes within this. */
const SOON_MS = 300;
/** A machine that says it has no network is often wrong, so it is tried all the same, but not often. */
const OFFLINE_PROBE_MS = 10_000;
/** From here on codes are the room's own: whatever carried one works. */
const FIRST_ROOM_CODE = 4_000;

export interface ConnectionParts {
  readonly environment: Environment;
  readonly room: URL;
  readonly storage: KeyValueStorage;
}

export interface ConnectionPorts {
  credentials(): Promise<Credentials>;
  position(): Position | undefined;
  roster(): Roster;
  /** who is joined */
  self(): Self | undefined;
  /** true if nothing that was sent waits for an answer */
  isIdle(): boolean;
  frame(frame: string): void;
  /** The link is gone; nothing that waited for an answer on it will get one. */
  lost(ending: Ending): void;
  changed(change: { readonly from: ConnectionState; readonly to: ConnectionState }): void;
  /** What was held back while links were changed may go. */
  resumed(): void;
  /** The room does not take the token. Returns true if there is another way to try. */
  refreshToken(ending: Ending): boolean;
}

type Phase =
  | { readonly name: "idle" }
  /** `isOpening` once it is the way that is tried, no longer the application's token that is waited for */
  | { readonly name: "attempting"; link: Link | undefined; isOpening: boolean }
  | { readonly name: "joined"; readonly link: Link; readonly since: number; isWhole: boolean }
  | { readonly name: "waiting" }
  | { readonly name: "over" };

const NOTHING: Cancel = () => {};

export class Connection {
  readonly #environment: Environment;
  readonly #room: URL;
  readonly #ports: ConnectionPorts;
  readonly #backoff: Backoff;
  readonly #memory: RungMemory;
  readonly #ladder: Ladder;
  #climber: Climber | undefined;
  #phase: Phase = { name: "idle" };
  #state: ConnectionState = { name: "idle" };
  #spreadMs = 0;
  #hasNetwork = true;
  #cancelTimer = NOTHING;
  #cancelSteady = NOTHING;
  #stopListening = NOTHING;

  constructor({ environment, room, storage }: ConnectionParts, ports: ConnectionPorts) {
    this.#environment = environment;
    this.#room = room;
    this.#ports = ports;
    this.#backoff = new Backoff(environment.random);
    this.#memory = rungMemory(storage, room.origin, environment.now);
    this.#ladder = new Ladder(this.#memory.recall());
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Asked of the link as well: whoever hears of its loss hears it before the state says so. */
  get isOnline(): boolean {
    return this.#link !== undefined && this.#state.name === "online";
  }

  /** False also for the moment in which a better link waits for the answers that are due on this one. */
  get maySend(): boolean {
    return this.isOnline && this.#climber?.isWaiting !== true;
  }

  get transport(): Transport | undefined {
    return this.#phase.name === "joined" ? this.#phase.link.transport : undefined;
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
    this.#spreadMs = spreadMs;
    this.#ladder.joined();
    this.#stand(link, false);
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
        this.#phase.link.probe();
        return this.#climber?.hurry();
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
    const attempt = { name: "attempting" as const, link: undefined, isOpening: false };
    this.#phase = attempt;
    this.#expectProgress(PROGRESS_TIMEOUT_MS);
    void this.#open(attempt);
  }

  async #open(attempt: Phase & { name: "attempting" }): Promise<void> {
    const credentials = await this.#ports.credentials().catch(() => undefined);
    if (this.#phase !== attempt) return;
    if (credentials === undefined) return this.#lose(GIVEN_UP);
    attempt.isOpening = true;
    this.#expectProgress(this.#ladder.deadlineMs);
    const Link = await this.#kind().catch(() => undefined);
    if (this.#phase !== attempt) return;
    if (Link === undefined) return this.#lose(GIVEN_UP);
    try {
      attempt.link = new Link(this.#parts(credentials, this.#linkEvents));
    } catch (error) {
      // Only what was offered can be at fault: a token with letters that no header may have, or the URL.
      this.#lose({ code: CLOSE_CODES.invalid_token, reason: String(error), isClean: true });
    }
  }

  /** The kind of link to try now. */
  async #kind(): Promise<OpenLink> {
    const { rung } = this.#ladder;
    if (rung === "websocket") return SocketLink;
    const { StreamLink, PollLink, Climber } = await this.#environment.loadFallbacks();
    this.#climber ??= new Climber(this.#environment, {
      ...this.#ports,
      above: () => this.#ladder.above,
      parts: (events) => this.#parts({ token: this.#ports.self()?.token }, events),
      isReady: () => this.isOnline && this.#ports.isIdle(),
      swap: (link, rung) => this.#swap(link, rung),
    });
    return rung === "events" ? StreamLink : PollLink;
  }

  #parts(credentials: Credentials, events: LinkEvents): LinkParts {
    return { ...this.#ports, environment: this.#environment, room: this.#room, credentials, events };
  }

  readonly #linkEvents: LinkEvents = {
    heard: () => this.#heard(),
    frame: (frame) => {
      this.#ports.frame(frame);
      this.#climber?.trySwap();
    },
    over: (ending) => this.#lose(ending),
  };

  #heard(): void {
    if (this.#phase.name !== "joined") return;
    if (this.#phase.isWhole) this.#beOnline();
    else this.#expectProgress(PROGRESS_TIMEOUT_MS);
  }

  /** Gives the link up if nothing comes for a while. */
  #expectProgress(ms: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#environment.setTimer(() => this.#lose(GIVEN_UP), ms);
  }

  /** Joined by `link`. */
  #stand(link: Link, isWhole: boolean): void {
    const since = this.#environment.now();
    this.#phase = { name: "joined", link, since, isWhole };
    this.#cancelSteady();
    this.#cancelSteady = this.#environment.setTimer(() => {
      this.#backoff.startAgain();
      this.#memory.keep(this.#ladder.rung);
    }, STEADY_AFTER_MS);
    link.startHeartbeat();
    this.#climber?.start();
  }

  /** Goes on with a better link; the application is told nothing, for nothing changed for it. */
  #swap(link: Link, rung: Rung): LinkEvents {
    this.#link?.abandon();
    this.#ladder.climbed(rung);
    this.#stand(link, true);
    return this.#linkEvents;
  }

  #beOnline(): void {
    this.#hasNetwork = true;
    if (!this.isOnline) this.#show({ name: "online", since: this.#environment.now() });
  }

  #lose(ending: Ending): void {
    const isNextRungDue = this.#blame(ending);
    const spreadMs = this.#phase.name === "joined" && !ending.isClean ? this.#spreadMs : undefined;
    const waiting: Phase = { name: "waiting" };
    this.#leaveLink(waiting);
    this.#ports.lost(ending);
    // Whoever was told may have closed the room.
    if (this.#phase !== waiting) return;
    if (isNextRungDue) return this.#attempt();
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

  /** Tells the ladder what its rung is to blame for. True if another one is to be tried at once. */
  #blame({ code }: Ending): boolean {
    if (code >= FIRST_ROOM_CODE) return false;
    const phase = this.#phase;
    if (phase.name === "joined") this.#ladder.lost(this.#environment.now() - phase.since);
    return phase.name === "attempting" && phase.isOpening && this.#ladder.failed();
  }

  #leaveLink(next: Phase): void {
    this.#climber?.stop();
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
        if (this.#hasNetwork) this.#climber?.hurry();
        else this.#showAway(this.#environment.now());
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
