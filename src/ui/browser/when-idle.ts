/** Calls `act` once the page has loaded and the browser has nothing else to do. */
export function whenIdle(act: () => void): void {
  // Safari has no idle callback: there a turn of the loop after loading has to do.
  const later = (): unknown =>
    "requestIdleCallback" in globalThis ? requestIdleCallback(act) : setTimeout(act);
  if (document.readyState === "complete") later();
  else addEventListener("load", later, { once: true });
}
