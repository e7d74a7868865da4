import type { Context } from "hono";
import type { AppEnv } from "../env.ts";
import { VARY_HEADER } from "../content-negotiation.ts";
import { requestRoomUrl, usageLines } from "../usage.ts";
import { refusalOfMissing } from "./missing-room.ts";

/** `GET /r/{room}?help` (SPEC HTTP-1): usage examples for this URL, as plain text. */
export async function getHelp(context: Context<AppEnv>): Promise<Response> {
  const refusal = await refusalOfMissing(context);
  if (refusal !== undefined) return refusal;
  const lines = usageLines(requestRoomUrl(context));
  return new Response(`${lines.join("\n")}\n`, {
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "no-cache",
      Vary: VARY_HEADER,
    },
  });
}
