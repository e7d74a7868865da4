/** Calls `act` each time the page is hidden or left: what is not done then may never be. */
export function beforeLeaving(act: () => void): void {
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) act();
  });
  // In the capturing phase: before those who close the connection.
  addEventListener("pagehide", act, { capture: true });
}
