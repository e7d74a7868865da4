/** Calls `act` once the page has loaded and the browser has nothing else to do. */
export function whenIdle(callback: () => void): void {
  // Safari has no idle callback: there a turn of the loop after loading has to do.
  const schedule = (): unknown =>
    "requestIdleCallback" in globalThis ? requestIdleCallback(callback) : setTimeout(callback);
  if (document.readyState === "complete") schedule();
  else addEventListener("load", schedule, { once: true });
}
