/** Calls `callback` each time the page is hidden or unloaded, the last chance to save or send something. */
export function onPageHide(callback: () => void): void {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) callback();
  });
  // A request that starts while the page is unloaded may be cancelled; before that it is sent.
  addEventListener("beforeunload", callback);
  // For browsers without `beforeunload`. Capturing: before the listeners that close the connection.
  addEventListener("pagehide", callback, { capture: true });
}
