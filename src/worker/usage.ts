/** Usage examples of a room's URL for a terminal (SPEC HTTP-1, HTTP-12). */
import type { Context } from "hono";
import type { AppEnv } from "./env.ts";

/** The room's URL, percent-encoded, so that a shell takes it without quotes. */
export function requestRoomUrl(context: Context<AppEnv>): string {
  return new URL(`/r/${encodeURIComponent(context.get("room"))}`, context.req.url).href;
}

export function usageLines(url: string): readonly string[] {
  const lines = [
    [`curl ${url}`, "read the latest messages"],
    [`curl -d 'hello' '${url}?name=Ana'`, "publish a message"],
    [`curl -N ${url}/events`, "stream events (server-sent events)"],
    [`curl '${url}/messages?after='`, "poll for messages; next time with after=POSITION&wait=25"],
    [`curl '${url}/search?q=hello'`, "search messages"],
    [`curl ${url}/state`, "read what its members share"],
    [`curl -o qr.svg ${url}/qr.svg`, "get a QR code of the URL"],
    [`npx wscat -c ${url.replace(/^http/, "ws")}`, "join over a WebSocket"],
    [
      `curl '${url}/messages?after=&name=Ana'`,
      "join and get a token; the commands below need -H 'Authorization: Bearer TOKEN'",
    ],
    [`curl -X PATCH -d 'better' ${url}/messages/SEQ`, "edit your message"],
    [`curl -X DELETE ${url}/messages/SEQ`, "delete your message"],
    [`curl -X POST ${url}/messages/SEQ/restore`, "undo that within 10 s"],
    [`curl -X PUT ${url}/messages/SEQ/reactions/EMOJI`, "react to a message"],
    [`curl -X PUT -d '{"any": "JSON"}' ${url}/state/KEY`, "set a key of the shared state"],
  ] as const;
  const width = Math.max(...lines.map(([command]) => command.length));
  return lines.map(([command, description]) => `${command.padEnd(width)}  # ${description}`);
}

/** A line of the room itself: the transcript is empty, but the room is not (SPEC HIST-5). */
export function earlierMessagesLine(url: string, before: number): string {
  return `* There are earlier messages: ${url}/messages?before=${before}`;
}

/** A line of the room itself (SPEC TXT-2). */
export function emptyRoomLine(url: string): string {
  return `* This room is empty. Publish a message: curl -d 'hello' '${url}?name=Ana'`;
}
