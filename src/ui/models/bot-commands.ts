/** How a program takes part in a room, each in one line to paste. */
export interface BotCommands {
  readonly say: string;
  readonly read: string;
  readonly script: string;
  readonly python: string;
}

/** The room's URL is percent-encoded: in a shell and in a script it needs no quoting of its own. */
export function botCommands({ href, origin }: URL): BotCommands {
  return {
    say: `curl -d 'hello' '${href}?name=Bot'`,
    read: `curl ${href}`,
    script:
      `<script type="module">import { joinRoom } from "${origin}/assets/majlis.js"; ` +
      `joinRoom({ url: "${href}", name: "Bot" }).publish("hello");</script>`,
    python: `python -m majlis tail ${href}`,
  };
}
