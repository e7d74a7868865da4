const INVITATION = "#invite, [popovertarget='invite']";

/**
 * Loads the QR code at `url` once the button of the invitation is pointed at or focused, or the invitation opens: the
 * code is there with the panel, not after it.
 */
export function preloadQrCode(container: Element, url: string): void {
  const controller = new AbortController();
  const preload = ({ target }: Event): void => {
    if (!(target instanceof Element) || target.closest(INVITATION) === null) return;
    controller.abort();
    new Image().src = url;
  };
  // Captured: `beforetoggle` does not bubble.
  for (const type of ["pointerover", "focusin", "beforetoggle"])
    container.addEventListener(type, preload, { capture: true, signal: controller.signal });
}
