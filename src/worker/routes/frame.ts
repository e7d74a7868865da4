/** Pages in frames of other sites (SPEC EMBED-1, EMBED-5). */
import type { Context } from "hono";
import { ERRORS, failure, type Failure } from "../../protocol/errors.ts";
import type { RoomPresentation } from "../../room/presentation.ts";
import type { Result } from "../../text/result.ts";
import { ASSETS } from "../assets.ts";
import type { AppEnv } from "../env.ts";
import { frameHosts, isForeignFrame } from "../frame-hosts.ts";
import { pageLanguage } from "../language.ts";
import { frameNoticePage } from "../pages/frame-notice-page.ts";
import { parsePageTheme, readDisplay } from "../preference-cookies.ts";
import { retryAfterHeader } from "../problem.ts";
import { requestRoomUrl } from "../usage.ts";
import { missingCode, renderMissingRoom } from "./missing-room.ts";

/**
 * Sets who may frame the page that answers the request; undefined if it may be shown. Else what is shown in its place: that
 * the site may not show the room, that there is none any more, or that it cannot be asked, without which no one may frame it.
 */
export async function refuseFrame(
  context: Context<AppEnv>,
  presented: Result<RoomPresentation, Failure>,
): Promise<Response | undefined> {
  if (!presented.ok) return frameFailure(context, presented.failure);
  const hosts = frameHosts(context, presented.value.embedOrigins);
  if (isForeignFrame(context, hosts)) return frameNotice(context, "refused", failure("forbidden"));
  context.set("framedBy", hosts);
  return undefined;
}

function frameFailure(context: Context<AppEnv>, failed: Failure): Promise<Response> {
  const missing = missingCode(failed);
  return missing === undefined
    ? frameNotice(context, "unavailable", failed)
    : renderMissingRoom(context, missing, true);
}

/** It has nothing of the room, so that any site may show it: a browser shows no reason where `frame-ancestors` does not allow a page. */
async function frameNotice(
  context: Context<AppEnv>,
  reason: "refused" | "unavailable",
  failed: Failure,
): Promise<Response> {
  const language = await pageLanguage(context, undefined);
  context.set("framedBy", "all");
  context.header("Cache-Control", "no-store");
  for (const [name, value] of Object.entries(retryAfterHeader(failed))) context.header(name, value);
  return context.html(
    frameNoticePage({
      room: context.get("room"),
      reason,
      language,
      theme: parsePageTheme(context.req.query("theme")),
      display: readDisplay(context, "embed"),
      assets: ASSETS.plain,
      canonicalUrl: requestRoomUrl(context),
    }),
    ERRORS[failed.code].status,
  );
}
