/** The page of a room: reads where it is, joins, shows. */
import { joinRoom, safeStorage } from "../client/index.ts";
import { followPageLife } from "./browser/page-life.ts";
import { readPage } from "./browser/page.ts";
import { fetchPreview } from "./browser/preview.ts";
import { loadStrings } from "./i18n/languages.ts";
import { preferredName } from "./models/preferred-name.ts";
import { openRoom } from "./open-room.tsx";

const into = document.getElementById("app");
if (into !== null) void open(into);

/** Not the module's own `await`: parts that load later import this module, and would wait for it for ever. */
async function open(into: Element): Promise<void> {
  const page = readPage(document, location.origin);
  const storage = safeStorage();
  const preview = page.newest === undefined ? undefined : fetchPreview(page.newest);
  // Words first: they come with the page, and events told before anybody listens would be missed.
  const strings = await loadStrings(page.language);
  const name = preferredName(storage);
  const room = joinRoom({ url: page.url, storage, ...(name === undefined ? {} : { name }) });
  const conversation = openRoom({ room, page, storage, strings, into });
  // Without it the page only stands empty until the room is joined, and joining tells what is wrong.
  preview?.then(conversation.preview, () => undefined);
  followPageLife(room);
  // Nobody's keyboard is up yet.
  const { followVisibleHeight } = await import("./browser/visible-height.ts");
  followVisibleHeight(document.documentElement);
  if (page.view === "page") (await import("./install.ts")).keepShell();
}
