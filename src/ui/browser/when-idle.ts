/** Chromium may never run an idle callback of a page that draws no more frames, unless it has a timeout. */
const TIMEOUT_MS = 2_000;

/** Calls `callback` once the page has loaded and the browser is idle, but at most 2 s after loading. */
export function whenIdle(callback: () => void): void {
  // Safari lacks `requestIdleCallback`: a task after loading replaces it.
  const schedule = (): unknown =>
    "requestIdleCallback" in globalThis
      ? requestIdleCallback(callback, { timeout: TIMEOUT_MS })
      : setTimeout(callback);
  if (document.readyState === "complete") schedule();
  else addEventListener("load", schedule, { once: true });
}
