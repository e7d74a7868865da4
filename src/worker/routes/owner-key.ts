import type { Context } from "hono";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { manageRoom } from "./manage.ts";

/** `POST /r/{room}/owner-key` (SPEC OWN-8): replaces the owner key. Answers `{ownerKey}`, once. */
export async function postOwnerKey(context: Context<AppEnv>): Promise<Response> {
  const ownerKey = await manageRoom(context, (stub, sender) => stub.renewOwnerKey(sender));
  return ownerKey.ok ? jsonResponse({ ownerKey: ownerKey.value }) : problem(ownerKey.failure);
}
