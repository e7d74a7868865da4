/** Links that give a role, for those who make them (SPEC OWN-7, HTTP-22). */
import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { linkRequestSchema, type RoomLink } from "../../protocol/room-link.ts";
import type { Link } from "../../room/authority/links.ts";
import type { AppEnv } from "../env.ts";
import { jsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { readJsonBody } from "../request-body.ts";
import { requestRoomUrl } from "../usage.ts";
import { manageRoom } from "./manage.ts";

/** `POST /r/{room}/links` with `{role, expiresInSeconds?, uses?}`: 201 with the link, `{id, url, role, expiresAt, uses?}`. */
export async function postLinks(context: Context<AppEnv>): Promise<Response> {
  const body = await readJsonBody(context.req.raw, readLimits(context.env), linkRequestSchema);
  if (!body.ok) return problem(body.failure);
  const link = await manageRoom(context, (stub, sender) => stub.createLink(sender, body.value));
  return link.ok ? jsonResponse(shownLink(context, link.value), {}, 201) : problem(link.failure);
}

/** `GET /r/{room}/links`: `{links}`, those that the sender may make. */
export async function getLinks(context: Context<AppEnv>): Promise<Response> {
  const links = await manageRoom(context, (stub, sender) => stub.links(sender));
  if (!links.ok) return problem(links.failure);
  return jsonResponse({ links: links.value.map((link) => shownLink(context, link)) });
}

/** `DELETE /r/{room}/links/{id}`: revokes it. Answers 204. */
export async function deleteLink(context: Context<AppEnv>): Promise<Response> {
  const id = context.req.param("id") ?? "";
  const revoked = await manageRoom(context, (stub, sender) => stub.revokeLink(sender, id));
  return revoked.ok ? new Response(null, { status: 204 }) : problem(revoked.failure);
}

function shownLink(context: Context<AppEnv>, { id, key, role, expiresAt, uses }: Link): RoomLink {
  const url = `${requestRoomUrl(context)}#key=${key}`;
  return { id, url, role, expiresAt, ...(uses === undefined ? {} : { uses }) };
}
