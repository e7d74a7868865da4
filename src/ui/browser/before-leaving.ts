/** Calls `act` each time the page is hidden or left: what is not done then may never be. */
export function beforeLeaving(act: () => void): void {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) act();
  });
  // What is sent while a page is unloaded may go down with it; before that, it goes out.
  addEventListener("beforeunload", act);
  // Where that is not told. In the capturing phase: before those who close the connection.
  addEventListener("pagehide", act, { capture: true });
}
