/** Revokes a token of a site, for owners and moderators of the room (SPEC VOUCH-14, HTTP-22). */
import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { tokenRevocationSchema } from "../../protocol/token-revocation.ts";
import type { AppEnv } from "../env.ts";
import { problem } from "../problem.ts";
import { readJsonBody } from "../request-body.ts";
import { manageRoom } from "./manage.ts";

/** `POST /r/{room}/revocations` with `{iss, jti, exp?}`. Answers 204. */
export async function postRevocations(context: Context<AppEnv>): Promise<Response> {
  const body = await readJsonBody(context.req.raw, readLimits(context.env), tokenRevocationSchema);
  if (!body.ok) return problem(body.failure);
  const revoked = await manageRoom(context, (stub, sender) => stub.revokeSiteToken(sender, body.value));
  return revoked.ok ? new Response(null, { status: 204 }) : problem(revoked.failure);
}
