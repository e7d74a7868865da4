/** A link that may take the place of the one that is joined: until it does, it keeps what it brings. */
import { decodeEvents } from "../../protocol/decode-events.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import type { Self } from "../../protocol/member.ts";
import type { Roster } from "../api.ts";
import type { Rung } from "../ladder.ts";
import type { Ending, Link, LinkEvents, LinkParts } from "../link.ts";
import { rosterChange } from "./roster-change.ts";
import { SocketLink } from "./socket-link.ts";
import { StreamLink } from "./stream-link.ts";

export interface CandidatePorts {
  /** who is joined: nobody else may take their place */
  self(): Self | undefined;
  roster(): Roster;
  /** it could take over now */
  welcomed(): void;
  failed(): void;
}

export class Candidate implements LinkEvents {
  readonly rung: Rung;
  readonly #ports: CandidatePorts;
  /** bounded by the room, which lets go of a reader who says nothing (SPEC FLOW-2, SSE-4) */
  #kept: RoomEvent[] = [];
  #link: Link | undefined;
  #isWelcomed = false;
  #successor: LinkEvents | undefined;

  constructor(rung: Rung, ports: CandidatePorts) {
    this.rung = rung;
    this.#ports = ports;
  }

  /** The link, once it could take over. */
  get welcomedLink(): Link | undefined {
    return this.#isWelcomed ? this.#link : undefined;
  }

  open(parts: LinkParts): void {
    try {
      this.#link = this.rung === "websocket" ? new SocketLink(parts) : new StreamLink(parts);
    } catch {
      this.#ports.failed();
    }
  }

  abandon(): void {
    this.#link?.abandon();
  }

  /** From now on what comes goes to `successor`, and first what came so far: as one frame, which ends where it must. */
  goOn(successor: LinkEvents): void {
    this.#successor = successor;
    successor.frame(JSON.stringify(this.#kept.splice(0).flatMap((event) => this.#inMidSession(event))));
    successor.heard();
  }

  frame(frame: string): void {
    if (this.#successor !== undefined) return this.#successor.frame(frame);
    this.#kept.push(...decodeEvents(frame));
    if (!this.#isWelcomed) this.#judge(this.#kept[0]);
  }

  heard(): void {
    this.#successor?.heard();
  }

  over(ending: Ending): void {
    if (this.#successor === undefined) this.#ports.failed();
    else this.#successor.over(ending);
  }

  #judge(first: RoomEvent | undefined): void {
    const isFit = first?.type === "welcome" && first.recovered && first.self.id === this.#ports.self()?.id;
    this.#isWelcomed = isFit;
    if (isFit) this.#ports.welcomed();
    else this.#ports.failed();
  }

  #inMidSession(event: RoomEvent): RoomEvent[] {
    if (event.type !== "welcome") return [event];
    return [rosterChange(this.#ports.roster(), event.members) ?? []].flat();
  }
}
