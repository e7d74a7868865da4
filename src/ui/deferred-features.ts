/** Features that a room's page starts after it is shown, and works without if the network is lost before. */
import { trackVisibleHeight } from "./browser/visible-height.ts";
import type { PageConfig } from "./browser/page-config.ts";

export function startDeferredFeatures(view: PageConfig["view"]): void {
  trackVisibleHeight(document.documentElement);
  // An embedded room registers no service worker: the reader is on another site.
  if (view === "page")
    void import("./register-service-worker.ts").then(
      ({ registerServiceWorker }) => registerServiceWorker(),
      () => undefined,
    );
}
