/**
 * Refuses files that are pasted or dropped into the page, which cannot send them: without this the browser would leave
 * the page to show a dropped file. `onRefused` is called with each attempt, already while a file is dragged over the page.
 */
export function refuseFiles(onRefused: () => void): void {
  addEventListener("dragenter", (event) => {
    if (hasFiles(event.dataTransfer)) onRefused();
  });
  addEventListener("dragover", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  });
  addEventListener("drop", (event) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    onRefused();
  });
  addEventListener("paste", ({ clipboardData }) => {
    // Cells of a table and text of a word processor come with a picture of them: the text is what is meant.
    if (hasFiles(clipboardData) && !clipboardData.types.includes("text/plain")) onRefused();
  });
}

function hasFiles(transfer: DataTransfer | null): transfer is DataTransfer {
  return transfer?.types.includes("Files") === true;
}
