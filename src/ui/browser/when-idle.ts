/** Calls `callback` once the page has loaded and the browser is idle. */
export function whenIdle(callback: () => void): void {
  // Safari lacks `requestIdleCallback`: a task after loading replaces it.
  const schedule = (): unknown =>
    "requestIdleCallback" in globalThis ? requestIdleCallback(callback) : setTimeout(callback);
  if (document.readyState === "complete") schedule();
  else addEventListener("load", schedule, { once: true });
}
