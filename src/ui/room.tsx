/** The page of a room: reads where it is, joins, shows. */
import { joinRoom, safeStorage } from "../client/index.ts";
import { wakeOnPageShow } from "./browser/page-lifecycle.ts";
import { readPageConfig } from "./browser/page-config.ts";
import { fetchPreview } from "./browser/preview.ts";
import { loadStrings } from "./i18n/load-strings.ts";
import { preferredName } from "./models/preferred-name.ts";
import { openRoom } from "./open-room.tsx";

const container = document.getElementById("app");
if (container !== null) void open(container);

/** Not the module's own `await`: parts that load later import this module, and would wait for it for ever. */
async function open(container: Element): Promise<void> {
  const page = readPageConfig(document, location.origin);
  const storage = safeStorage();
  const preview = page.previewUrl === undefined ? undefined : fetchPreview(page.previewUrl);
  // Words first: they come with the page, and events told before anybody listens would be missed.
  const strings = await loadStrings(page.language);
  const name = preferredName(storage);
  const room = joinRoom({ url: page.url, storage, ...(name === undefined ? {} : { name }) });
  const conversation = openRoom({ room, page, storage, strings, container });
  // Without it the page only stands empty until the room is joined, and joining tells what is wrong.
  preview?.then(conversation.preview, () => undefined);
  wakeOnPageShow(room);
  // If the network is lost before the chunk is loaded, the page works without it.
  void import("./deferred-features.ts").then(
    ({ startDeferredFeatures }) => startDeferredFeatures(page.view),
    () => undefined,
  );
}
