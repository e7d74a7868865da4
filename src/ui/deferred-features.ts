/** Features that a room's page starts after it is shown, and works without if the network is lost before. */
import { keepWordsOnPastedLink } from "./browser/paste-link.ts";
import { preloadQrCode } from "./browser/preload-qr-code.ts";
import { refuseFiles } from "./browser/refuse-files.ts";
import { restoreTranslatedTexts } from "./browser/translated-text.ts";
import { trackVisibleHeight } from "./browser/visible-height.ts";
import { qrCodeUrl } from "./models/qr-code-url.ts";
import type { RoomContext } from "./views/context.ts";

/** @param container the element that the room is rendered into */
export function startDeferredFeatures(context: RoomContext, container: Element): void {
  trackVisibleHeight(document.documentElement);
  restoreTranslatedTexts(container);
  keepWordsOnPastedLink(container);
  refuseFiles(() => void explainRefusedFiles(context));
  if (context.page.view !== "page") return;
  preloadQrCode(container, qrCodeUrl(context.page));
  // An embedded room registers no service worker: the reader is on another site.
  void import("./register-service-worker.ts").then(
    ({ registerServiceWorker }) => registerServiceWorker(),
    () => undefined,
  );
}

async function explainRefusedFiles({ conversation, t, loadStrings }: RoomContext): Promise<void> {
  try {
    await loadStrings();
    conversation.problems.showMessage(t("filesRefused"));
  } catch (error) {
    conversation.problems.show(error);
  }
}
