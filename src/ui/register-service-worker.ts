/** Registers the service worker, which caches the app shell. Loaded when the page is idle. */

const WORKER_URL = "/sw.js";

/** The part of Trusted Types (W3C) that is used; TypeScript's DOM types lack it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: () => string },
  ): { createScriptURL(input: string): string };
}

/** The script URL as Trusted Types require it: the only policy that the pages' CSP allows, for one constant. */
function serviceWorkerUrl(): string {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return WORKER_URL;
  return trustedTypes.createPolicy("majlis-sw", { createScriptURL: () => WORKER_URL }).createScriptURL("");
}

function registerNow(): void {
  // The pages work without it, but need a network. Private windows and browser settings forbid it.
  navigator.serviceWorker.register(serviceWorkerUrl(), { updateViaCache: "none" }).catch(() => undefined);
}

/** Registers the service worker once the page is loaded. It exists over HTTPS and on localhost only. */
export function registerServiceWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  if (document.readyState === "complete") registerNow();
  else addEventListener("load", registerNow, { once: true });
}
