/** Asks the page around a frame for the token of its user (SPEC EMBED-12). */
import { clientError } from "../../client/room-error.ts";
import type { Timers } from "../timers.ts";
import type { HostConnection, TokenAnswer } from "./host-connection.ts";

/** A page that has not answered the hello by then has no element of ours: the visitor is a guest. */
const CONNECT_TIMEOUT_MS = 5_000;

interface Asked {
  readonly resolve: (token: string | undefined) => void;
  readonly reject: (reason: unknown) => void;
}

export class HostTokens {
  #connected: Promise<HostConnection | undefined>;
  #isGuestForNow = false;
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;

  constructor(connection: Promise<HostConnection>, timers: Pick<Timers, "after">) {
    const timeout = new Promise<undefined>((resolve) =>
      timers.after(CONNECT_TIMEOUT_MS, () => resolve(undefined)),
    );
    const connected = connection.then((host) => {
      host.onToken(this.#onAnswer);
      // One that comes after the timeout counts from then on.
      this.#connected = Promise.resolve(host);
      return host;
    });
    this.#connected = Promise.race([connected, timeout]);
  }

  /** True if the visitor joined as a guest because the page had not answered by then. */
  get isGuestForNow(): boolean {
    return this.#isGuestForNow;
  }

  /** Resolves with the token, or undefined for a guest. Rejects where the page could not get one: try again later. */
  async request(): Promise<string | undefined> {
    const host = await this.#connected;
    this.#isGuestForNow = host === undefined;
    if (host === undefined) return undefined;
    const id = (this.#lastId += 1);
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      host.send({ type: "token", id });
    });
  }

  readonly #onAnswer = ({ id, token }: TokenAnswer): void => {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (token === undefined) asked?.reject(clientError("token_unavailable"));
    else asked?.resolve(token ?? undefined);
  };
}
