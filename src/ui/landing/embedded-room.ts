/** Shows the lobby in a frame in place of the example when its link is pressed. */
export function enableLobby(): void {
  const container = document.querySelector<HTMLElement>("#live-room");
  const link = document.querySelector<HTMLAnchorElement>("#try-live");
  const { src, title } = link?.dataset ?? {};
  if (container === null || link === null || src === undefined || title === undefined) return;
  link.addEventListener("click", (event) => {
    if (opensElsewhere(event)) return;
    event.preventDefault();
    const frame = document.createElement("iframe");
    frame.title = title;
    frame.src = src;
    container.replaceChildren(frame);
    // Its space stays: the page must not shift under the pointer.
    link.style.visibility = "hidden";
    frame.focus();
  });
}

/** The reader asked for a new tab or window. */
function opensElsewhere({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean {
  return ctrlKey || metaKey || shiftKey;
}
