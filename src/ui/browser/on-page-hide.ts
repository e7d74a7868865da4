/** Calls `act` each time the page is hidden or left: what is not done then may never be. */
export function onPageHide(callback: () => void): void {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) callback();
  });
  // What is sent while a page is unloaded may go down with it; before that, it goes out.
  addEventListener("beforeunload", callback);
  // Where that is not told. In the capturing phase: before those who close the connection.
  addEventListener("pagehide", callback, { capture: true });
}
