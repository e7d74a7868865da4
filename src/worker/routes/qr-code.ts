import type { Context } from "hono";
import type { AppEnv } from "../env.ts";
import { qrCodeSvg } from "../qr-code.ts";
import { requestRoomUrl } from "../usage.ts";

/** A room's URL never changes; a day lets a better rendering through. */
const MAX_AGE_S = 86_400;

/** `GET /r/{room}/qr.svg` (SPEC HTTP-13): the room's URL as a QR code in SVG. Calls no room. */
export function getQrCode(context: Context<AppEnv>): Response {
  return new Response(qrCodeSvg(requestRoomUrl(context)), {
    headers: {
      "Content-Type": "image/svg+xml",
      "Cache-Control": `public, max-age=${MAX_AGE_S}`,
      "Cross-Origin-Resource-Policy": "cross-origin",
    },
  });
}
