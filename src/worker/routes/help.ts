import type { Context } from "hono";
import type { App } from "../env.ts";
import { NEGOTIATED_BY } from "../negotiate.ts";
import { roomUrl, usage } from "../usage.ts";

/** `GET /r/{room}?help`: how to use this address, in a few lines (SPEC HTTP-1). */
export function help(context: Context<App>): Response {
  const lines = usage(roomUrl(context));
  return new Response(`${lines.join("\n")}\n`, {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "no-cache",
      Vary: NEGOTIATED_BY,
    },
  });
}
