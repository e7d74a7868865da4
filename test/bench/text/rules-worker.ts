/** A Worker that runs one rule over one text, for `measure-worker.ts`: its own clock stands still while it runs. */
import { ADVERSARIAL_TEXTS, ORDINARY, repeat } from "../../support/adversarial-texts.ts";
import { TEXT_RULES } from "../../support/text-rules.ts";

export interface RuleJob {
  readonly rule: string;
  /** one of the adversarial texts; undefined: an ordinary one */
  readonly text: string | undefined;
  readonly bytes: number;
  readonly runs: number;
}

/** The class that the configuration of the runtime names. */
export class RoomObject {
  fetch(): Response {
    return new Response("no rooms", { status: 404 });
  }
}

export default {
  async fetch(request: Request): Promise<Response> {
    if (request.method !== "POST") return new Response("ready");
    const { rule, text, bytes, runs } = (await request.json()) as RuleJob;
    const make = text === undefined ? (size: number) => repeat(ORDINARY, size) : ADVERSARIAL_TEXTS[text];
    const run = TEXT_RULES[rule];
    if (run === undefined || make === undefined) return new Response("unknown", { status: 404 });
    const source = make(bytes);
    for (let count = 0; count < runs; count++) run(source);
    return new Response("done");
  },
};
