import type { Context } from "hono";
import type { AppEnv } from "../env.ts";
import { qrCodeSvg } from "../qr-code.ts";
import { requestRoomUrl } from "../usage.ts";

/** A room's URL is the same for ever; a day is for the day on which the drawing gets better. */
const MAX_AGE_S = 86_400;

/** `GET /r/{room}/qr.svg`: the room's URL, to be read by a camera (SPEC HTTP-13). */
export function getQrCode(context: Context<AppEnv>): Response {
  return new Response(qrCodeSvg(requestRoomUrl(context)), {
    headers: {
      "Content-Type": "image/svg+xml",
      "Cache-Control": `public, max-age=${MAX_AGE_S}`,
      "Cross-Origin-Resource-Policy": "cross-origin",
    },
  });
}
