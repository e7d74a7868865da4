/** An event in the box of a long text, after which all of it is shown. */
export const UNFOLD = "unfold";

/** The attribute of a message that is shown whole: its box may be made later, and again. */
export const UNFOLDED = "data-whole";

/** Shows all of a long message at once, also before the view that folds it is loaded. */
export function unfold(message: Element): void {
  message.setAttribute(UNFOLDED, "");
  const box = message.querySelector(".fold");
  box?.classList.remove("fold", "cut");
  box?.dispatchEvent(new Event(UNFOLD));
}
