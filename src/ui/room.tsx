/** Entry of the room page: reads the page's configuration, joins the room and renders it. */
import { BaseRoomClient } from "../client/base-room-client.ts";
import { safeStorage } from "../client/safe-storage.ts";
import { startClient } from "../client/start-client.ts";
import { isOpenedByFrame } from "./browser/opened-by-frame.ts";
import { takeLinkedOwnerKey } from "./browser/owner-link.ts";
import { wakeOnPageShow } from "./browser/page-lifecycle.ts";
import { readPageConfig } from "./browser/page-config.ts";
import { fetchPreview } from "./browser/preview.ts";
import { loadFormatting } from "./formatting.ts";
import { loadMarkdown } from "./views/message/lazy-markdown.ts";
import { loadStrings } from "./i18n/load-strings.ts";
import type * as guestModule from "./guest-without-storage.ts";
import { guestName } from "./i18n/guest-name.ts";
import { localeFor } from "./i18n/locale-for.ts";
import { loadWithRetries } from "./load-with-retries.ts";
import { preferredName } from "./models/preferred-name.ts";
import { openRoom } from "./open-room.tsx";

type GuestModule = typeof guestModule;
type GuestWithoutStorage = guestModule.GuestWithoutStorage;

const container = document.getElementById("app");
if (container !== null) void open(container);

/** No top-level `await`: lazy chunks import this module and would deadlock. */
async function open(container: Element): Promise<void> {
  const page = readPageConfig(document, location.origin);
  const storage = safeStorage();
  const linkedKey = takeLinkedOwnerKey();
  // In parallel with the strings. Without them texts are shown as they were typed.
  const loadEarly = () => Promise.all([import("./live-features.ts"), loadFormatting(), loadMarkdown()]);
  loadEarly().catch(() => undefined);
  const preview = page.previewUrl === undefined ? undefined : fetchPreview(page.previewUrl);
  // Handled at once: it may fail before the strings are loaded, which no listener would have seen until then.
  preview?.catch(() => undefined);
  // Only our element names the page around it in the frame's address (SPEC EMBED-8).
  const isInElement = page.view === "embed" && location.search.includes("parent=");
  const loadingSite = isInElement
    ? import("./frame-host.ts")
    : isOpenedByFrame()
      ? import("./tab-of-frame.ts")
      : undefined;
  loadingSite?.catch(() => undefined);
  // Strings first: an event that is emitted before the listeners are attached would be missed.
  const strings = await loadStrings(page.language);
  const guest = storage.isShared === true ? undefined : await restoreGuest(page.url, storage, strings);
  const name = preferredName(storage) ?? guestName(strings, localeFor(page.language, navigator.languages));
  const site = await loadingSite?.catch(() => undefined);
  const room = startClient(BaseRoomClient, { url: page.url, storage, name, getToken: site?.getToken });
  site?.follow(room);
  guest?.keep(room);
  const context = openRoom({ room, page, storage, strings, container });
  // If the network is lost before a chunk is loaded, the page works without it until it is back.
  void loadWithRetries(room, loadEarly).then(([{ startLiveFeatures }]) =>
    startLiveFeatures(context, container, linkedKey),
  );
  // Without the preview the page is empty until the room is joined, and joining reports the error.
  preview?.then(context.conversation.preview, () => undefined);
  wakeOnPageShow(room);
}

/** Where the chunk cannot be loaded, the guest lasts as long as the page. */
async function restoreGuest(
  ...options: Parameters<GuestModule["restoreGuest"]>
): Promise<GuestWithoutStorage | undefined> {
  try {
    const module = await import("./guest-without-storage.ts");
    return await module.restoreGuest(...options);
  } catch {
    return undefined;
  }
}
