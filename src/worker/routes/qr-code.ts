import type { Context } from "hono";
import { failure } from "../../protocol/errors.ts";
import type { AppEnv } from "../env.ts";
import { problem } from "../problem.ts";
import { qrCodeSvg } from "../qr-code.ts";
import { requestRoomUrl } from "../usage.ts";

/** A room's URL never changes; a day lets a better rendering through. */
const MAX_AGE_S = 86_400;

/** `GET /r/{room}/qr.svg` (SPEC HTTP-13): the room's URL as a QR code in SVG. */
export function getQrCode(context: Context<AppEnv>): Response {
  const svg = qrCodeSvg(requestRoomUrl(context));
  if (svg === undefined) return problem(failure("bad_request", "This URL is too long for a QR code."));
  return new Response(svg, {
    headers: {
      "Content-Type": "image/svg+xml",
      "Cache-Control": `public, max-age=${MAX_AGE_S}`,
      "Cross-Origin-Resource-Policy": "cross-origin",
    },
  });
}
