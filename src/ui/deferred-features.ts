/** Features that a room's page starts after it is shown. If the network is lost before, it works without them until it is back. */
import { effect } from "@preact/signals";
import { keepWordsOnPastedLink } from "./browser/paste-link.ts";
import { isOpenedByFrame } from "./browser/opened-by-frame.ts";
import { takeLinkedOwnerKey } from "./browser/owner-link.ts";
import { preloadQrCode } from "./browser/preload-qr-code.ts";
import { refuseFiles } from "./browser/refuse-files.ts";
import { loadPanelStyles } from "./browser/panel-styles.ts";
import { detectKeyboard } from "./browser/detect-keyboard.ts";
import { restoreTranslatedTexts } from "./browser/translated-text.ts";
import { trackVisibleHeight } from "./browser/visible-height.ts";
import { loadPages } from "./conversation/history.ts";
import { loadPart } from "./load-error.ts";
import { loadWithRetries } from "./load-with-retries.ts";
import { memoizeAsync } from "./memoize-async.ts";
import { storedOwnerKey } from "./models/owner-key.ts";
import { qrCodeUrl } from "./models/qr-code-url.ts";
import { startMotion } from "./start-motion.ts";
import type { RoomContext } from "./views/context.ts";

/**
 * @param container the element that the room is rendered into
 * @param linkedKey the owner key that the page's address had when it was opened
 */
export function startDeferredFeatures(
  context: RoomContext,
  container: Element,
  linkedKey: string | undefined,
): void {
  trackVisibleHeight(document.documentElement);
  startMotion(context);
  startNotifying(context);
  detectKeyboard(context.hasKeyboard);
  restoreTranslatedTexts(container);
  keepWordsOnPastedLink(container);
  const { room } = context.conversation;
  // So that panels open at once, and after a deploy has replaced it.
  void loadWithRetries(room, loadPanelStyles);
  void loadWithRetries(room, loadPages);
  // What a room shows that is closed: it is there at once, as for a banned user, and where the network fails meanwhile.
  void loadWithRetries(room, () => import("./views/closed/closed-room.tsx"));
  refuseFiles(() => void explainRefusedFiles(context));
  // A frame is on another site's page, which may have chosen its address.
  if (context.page.view !== "page") return connectHost(context);
  // What a site vouches for is not to become this browser's owner.
  if (!isOpenedByFrame()) ownRoom(context, linkedKey);
  void loadWithRetries(room, () => import("./start-read-marks.tsx")).then(({ startReadMarks }) =>
    startReadMarks(context),
  );
  preloadQrCode(container, qrCodeUrl(context.page));
  // An embedded room registers no service worker: the reader is on another site.
  void import("./register-service-worker.ts").then(
    ({ registerServiceWorker }) => registerServiceWorker(),
    () => undefined,
  );
}

function startNotifying({ conversation, notificationControls }: RoomContext): void {
  effect(() => {
    if (conversation.joined.value) void loadWithRetries(conversation.room, notificationControls);
  });
}

/** Only the loader names the page around the frame in its address (SPEC EMBED-8); other pages say by it how the room looks. */
function connectHost(context: RoomContext): void {
  const { room } = context.conversation;
  const parameters = new URLSearchParams(location.search);
  if (parameters.has("accent") || parameters.has("draft"))
    void loadWithRetries(room, () => import("./start-frame-parameters.ts")).then(({ startFrameParameters }) =>
      startFrameParameters(context),
    );
  if (!parameters.has("parent")) return;
  void loadWithRetries(room, () => import("./start-host-bridge.ts")).then(({ startHostBridge }) =>
    startHostBridge(context),
  );
}

/** Where this browser has the room's owner key, or is given it: also by an address that is pasted into the open page. */
function ownRoom(context: RoomContext, linkedKey: string | undefined): void {
  const { page, storage, conversation } = context;
  const start = memoizeAsync(async () => {
    const { startOwning } = await loadPart(() => import("./start-owning.ts"));
    return startOwning(context);
  });
  const claim = (key: string | undefined): void =>
    void start().then((ownerClaim) => ownerClaim.claim(key), conversation.problems.show);
  // It may have been pasted before this was loaded.
  const offeredKey = takeLinkedOwnerKey() ?? linkedKey;
  if ((offeredKey ?? storedOwnerKey(storage, page.room)?.key) !== undefined) claim(offeredKey);
  addEventListener("hashchange", () => {
    const key = takeLinkedOwnerKey();
    if (key !== undefined) claim(key);
  });
}

async function explainRefusedFiles({ conversation, t, loadStrings }: RoomContext): Promise<void> {
  try {
    await loadStrings();
    conversation.problems.showMessage(t("filesRefused"));
  } catch (error) {
    conversation.problems.show(error);
  }
}
