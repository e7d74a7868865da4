/** Whether somebody attends to the page: it is in front of them, and not another window or tab. */

export interface Attentive {
  lookedAway(): void;
  lookedAgain(): void;
}

export function followAttention(reader: Attentive): void {
  addEventListener("blur", () => {
    // The focus may only have gone into a frame of the page.
    if (document.hidden || !document.hasFocus()) reader.lookedAway();
  });
  addEventListener("focus", () => reader.lookedAgain());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) reader.lookedAway();
    else reader.lookedAgain();
  });
}
