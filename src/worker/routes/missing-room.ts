/** What is answered in place of a room that is not there: it was deleted for good (SPEC OWN-9), or there is none (POLICY-3). */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { ERRORS, type Failure } from "../../protocol/errors.ts";
import { ASSETS } from "../assets.ts";
import type { AppEnv } from "../env.ts";
import { pageLanguage } from "../language.ts";
import { missingRoomPage } from "../pages/missing-room-page.ts";
import { parsePageTheme, readDisplay, readPreferences } from "../preference-cookies.ts";
import { presentRoom } from "../present-room.ts";
import { problem } from "../problem.ts";

type MissingCode = "room_deleted" | "room_not_found";

/** Why there is no room to show; undefined for any other failure. */
export function missingCode({ code }: Failure): MissingCode | undefined {
  return code === "room_deleted" || code === "room_not_found" ? code : undefined;
}

/** The refusal of what the Worker would answer by itself: the room is asked only whether it is there. */
export async function refusalOfMissing(context: Context<AppEnv>): Promise<Response | undefined> {
  const presented = await presentRoom(context);
  return presented.ok || missingCode(presented.failure) === undefined
    ? undefined
    : problem(presented.failure);
}

/** Refuses with it. A browser may still delete what it keeps. */
export const refuseMissing = createMiddleware<AppEnv>(async function refuseMissing(context, next) {
  const refusal = context.req.method === "DELETE" ? undefined : await refusalOfMissing(context);
  return refusal ?? next();
});

/** 410 or 404, in the reader's language. @param room its name, or what stands for it in the URL */
export async function renderMissingRoom(
  context: Context<AppEnv>,
  code: MissingCode,
  isFramed: boolean,
  room: string = context.get("room"),
): Promise<Response> {
  const preferences = isFramed ? {} : readPreferences(context);
  const language = await pageLanguage(context, preferences.language);
  if (isFramed) context.set("framedBy", "all");
  context.header("Cache-Control", "no-store");
  context.header("Vary", "Accept, Accept-Language, Cookie, Sec-Fetch-Dest");
  return context.html(
    missingRoomPage({
      room,
      wasDeleted: code === "room_deleted",
      language,
      theme: parsePageTheme(context.req.query("theme") ?? preferences.theme),
      display: readDisplay(context, isFramed ? "embed" : "page"),
      assets: ASSETS.landing,
      canonicalUrl: new URL(`/r/${encodeURIComponent(room)}`, context.req.url).href,
      isFramed,
    }),
    ERRORS[code].status,
  );
}
