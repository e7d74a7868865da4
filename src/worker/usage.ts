/** A room in a few lines, for whoever has a terminal. */
import type { Context } from "hono";
import type { AppEnv } from "./env.ts";

/** The room's URL as a shell takes it: percent-encoded, in quotes where it needs them. */
export function requestRoomUrl(context: Context<AppEnv>): string {
  return new URL(`/r/${encodeURIComponent(context.get("room"))}`, context.req.url).href;
}

export function usageLines(url: string): readonly string[] {
  const lines = [
    [`curl ${url}`, "what was said last"],
    [`curl -d 'hello' '${url}?name=Ana'`, "say something"],
    [`curl -N ${url}/events`, "listen: server-sent events"],
    [`curl '${url}/messages?after='`, "poll: then with after=POSITION&wait=25"],
    [`curl '${url}/search?q=hello'`, "find what was said"],
    [`curl -o qr.svg ${url}/qr.svg`, "the address as a QR code"],
    [`npx wscat -c ${url.replace(/^http/, "ws")}`, "sit in it"],
    [`curl '${url}/messages?after=&name=Ana'`, "get a token; with it, as Authorization: Bearer:"],
    [`curl -X PATCH -d 'better' ${url}/messages/SEQ`, "reword a message of yours"],
    [`curl -X DELETE ${url}/messages/SEQ`, "take it back"],
    [`curl -X PUT ${url}/messages/SEQ/reactions/EMOJI`, "react"],
  ] as const;
  const width = Math.max(...lines.map(([command]) => command.length));
  return lines.map(([command, description]) => `${command.padEnd(width)}  # ${description}`);
}
