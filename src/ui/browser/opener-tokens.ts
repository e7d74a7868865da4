/** Asks the frame that opened this tab for the token of the site's user (SPEC EMBED-16). */
import type { TabAnswer, TabRequest } from "../../protocol/tab-messages.ts";
import type { Timers } from "../timers.ts";

/** A frame that has not answered by then is gone. */
const ANSWER_TIMEOUT_MS = 5_000;

export interface OpenerTokensParts {
  /** posts to the frame, which hears it only if it is of our own origin; false if it is gone */
  readonly post: (request: TabRequest, port: MessagePort) => boolean;
  /** called where the user is a guest of the site, or the frame gives no first token: for the room as anyone has it */
  readonly leave: () => void;
  readonly timers: Pick<Timers, "after">;
}

export class OpenerTokens {
  readonly #parts: OpenerTokensParts;
  #last: string | undefined;

  constructor(parts: OpenerTokensParts) {
    this.#parts = parts;
  }

  /**
   * Resolves with the newest token: the last one where the frame is gone, which counts until it expires. Never resolves
   * where the page leaves, so that no guest joins from it.
   */
  readonly request = async (): Promise<string> => {
    const token = await this.#ask();
    if (typeof token === "string") this.#last = token;
    if (token !== null && this.#last !== undefined) return this.#last;
    this.#parts.leave();
    return new Promise(() => undefined);
  };

  #ask(): Promise<string | null | undefined> {
    const { port1, port2 } = new MessageChannel();
    let cancelTimeout: (() => void) | undefined;
    return new Promise<string | null | undefined>((resolve) => {
      cancelTimeout = this.#parts.timers.after(ANSWER_TIMEOUT_MS, () => resolve(undefined));
      port1.onmessage = ({ data }: MessageEvent<unknown>) => resolve(tokenIn(data));
      if (!this.#parts.post({ type: "majlis:sign-in" }, port2)) resolve(undefined);
    }).finally(() => {
      cancelTimeout?.();
      port1.close();
    });
  }
}

function tokenIn(data: unknown): string | null | undefined {
  const { token } = Object(data) as TabAnswer;
  return typeof token === "string" || token === null ? token : undefined;
}
