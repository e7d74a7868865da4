import { VERSION } from "../../protocol/version.ts";

/** `GET /health`: `{status, version}`. Calls no room. */
export function getHealth(): Response {
  return Response.json({ status: "ok", version: VERSION }, { headers: { "Cache-Control": "no-store" } });
}
