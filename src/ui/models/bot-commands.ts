import { PYTHON_WHEEL } from "../../protocol/version.ts";

/** One-line examples that use a room from a program. */
export interface BotCommands {
  readonly say: string;
  readonly read: string;
  readonly script: string;
  readonly python: string;
}

/** The room's URL is percent-encoded: it needs no further quoting in a shell or a script. */
export function botCommands({ href, origin }: URL): BotCommands {
  return {
    say: `curl -d 'hello' '${href}?name=Bot'`,
    read: `curl ${href}`,
    script:
      `<script type="module">import { joinRoom } from "${origin}/assets/majlis.js"; ` +
      `joinRoom({ url: "${href}", name: "Bot" }).publish("hello");</script>`,
    python: `pip install ${origin}/python/${PYTHON_WHEEL} && python -m majlis tail ${href}`,
  };
}
