import { VERSION } from "../../protocol/version.ts";

/** `{status, version}`: the Worker answers. Touches no room. */
export function getHealth(): Response {
  return Response.json({ status: "ok", version: VERSION }, { headers: { "Cache-Control": "no-store" } });
}
