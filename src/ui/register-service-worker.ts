/** Has the browser keep the pages' shell, so that they open without a network. Loaded once a page has nothing else to do. */

const WORKER_URL = "/sw.js";

/** The part of Trusted Types (W3C) that is used; the type tables do not know it yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: () => string },
  ): { createScriptURL(input: string): string };
}

/** The address as a content policy with Trusted Types takes it: the one policy that our pages' allows, for one constant. */
function serviceWorkerUrl(): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return WORKER_URL;
  return trustedTypes.createPolicy("majlis-sw", { createScriptURL: () => WORKER_URL }).createScriptURL("");
}

function registerNow(): void {
  // Without it the pages are the same, but need a network: a browser may forbid it, and a private window does.
  navigator.serviceWorker.register(serviceWorkerUrl(), { updateViaCache: "none" }).catch(() => undefined);
}

/** Registers the service worker once the page is loaded. Only over https and on localhost is there any. */
export function registerServiceWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  if (document.readyState === "complete") registerNow();
  else addEventListener("load", registerNow, { once: true });
}
