import type { Context } from "hono";
import type { RoomPresentation } from "../../room/presentation.ts";
import type { AppEnv } from "../env.ts";
import { ASSETS } from "../assets.ts";
import { readFrameAppearance, type FrameAppearance } from "../frame-appearance.ts";
import { findLanguage, pageLanguage } from "../language.ts";
import { readDisplay, readPreferences, parsePageTheme } from "../preference-cookies.ts";
import { VARY_HEADER } from "../content-negotiation.ts";
import { plainUrl } from "../pages/plain-url.ts";
import { roomPage } from "../pages/room-page.ts";
import { COMMON_PRESENTATION, presentRoom } from "../present-room.ts";
import { requestRoomUrl } from "../usage.ts";
import { missingCode, renderMissingRoom } from "./missing-room.ts";
import { refuseFrame } from "./frame.ts";

/** `GET /r/{room}` in a browser (SPEC HTTP-1): the room's page, or that it is not there (OWN-9, POLICY-3). Its script joins the room. */
export async function getRoomPage(context: Context<AppEnv>): Promise<Response> {
  const presented = await presentRoom(context);
  const missing = presented.ok ? undefined : missingCode(presented.failure);
  if (missing !== undefined) return renderMissingRoom(context, missing, false);
  // Its script shows why, and tries again.
  // A tab that asks the frame that opened it who its user is (SPEC EMBED-16): its script leaves for the page without the query.
  if (context.req.query("signin") === "frame") context.header("Cross-Origin-Opener-Policy", "unsafe-none");
  return renderRoomPage(context, "page", presented.ok ? presented.value : COMMON_PRESENTATION);
}

/** `GET /r/{room}/embed`: the page for frames (SPEC HTTP-1, EMBED-1, EMBED-5). */
export async function getEmbed(context: Context<AppEnv>): Promise<Response> {
  const presented = await presentRoom(context);
  const refused = await refuseFrame(context, presented);
  if (refused !== undefined) return refused;
  return renderRoomPage(context, "embed", presented.ok ? presented.value : COMMON_PRESENTATION);
}

/** What frames may choose is the room's own choice in its page. */
const PAGE_APPEARANCE: FrameAppearance = { direction: undefined, isReadOnly: false };

async function renderRoomPage(
  context: Context<AppEnv>,
  view: "page" | "embed",
  presentation: RoomPresentation,
): Promise<Response> {
  const room = context.get("room");
  // In a frame, the embedding page chooses language and theme by the URL; the reader, how large the text is.
  const preferences = view === "page" ? readPreferences(context) : {};
  const appearance = view === "embed" ? readFrameAppearance(context) : PAGE_APPEARANCE;
  const language = await pageLanguage(context, preferences.language, presentation.language);
  const theme = parsePageTheme(context.req.query("theme") ?? preferences.theme);
  context.header("Cache-Control", presentation.isPrivate ? "private, no-store" : "no-cache");
  context.header("Vary", `${VARY_HEADER}, Accept-Language, Cookie`);
  return context.html(
    roomPage({
      room,
      view,
      ...appearance,
      language,
      theme,
      presentation,
      display: readDisplay(context, view),
      assets: ASSETS.room,
      plainUrl: plainUrl({
        room,
        language: findLanguage(context.req.query("lang")),
        theme: theme === "auto" ? undefined : theme,
        isFramed: view === "embed",
        isReadOnly: appearance.isReadOnly,
      }),
      canonicalUrl: requestRoomUrl(context),
    }),
  );
}
