/** A line above everything, for some seconds, with a button that undoes what it says. */

const SHOWN_MS = 8_000;

interface UndoToast {
  readonly text: string;
  /** of the button */
  readonly label: string;
  readonly onUndo: () => void;
}

export function showUndoToast({ text, label, onUndo }: UndoToast): void {
  document.querySelector(".toast")?.remove();
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.popover = "manual";
  // A screen reader announces only what appears in a live region that was there before.
  toast.role = "status";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button";
  button.textContent = label;
  button.addEventListener("click", () => {
    toast.remove();
    onUndo();
  });
  document.body.append(toast);
  toast.showPopover();
  toast.append(text, " ", button);
  setTimeout(() => toast.remove(), SHOWN_MS);
}
