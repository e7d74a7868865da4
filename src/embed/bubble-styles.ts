/** The styles of the button and of the room that it opens. Insets are logical: the corner follows the page's direction. */

const ACCENT = "#94432a";
const SPEECH = "M20 17h16a5 5 0 0 1 5 5v9a5 5 0 0 1-5 5h-8l-7 6v-6h-1a5 5 0 0 1-5-5v-9a5 5 0 0 1 5-5";
const CROSS = "M20 18l8 8 8-8 2 2-8 8 8 8-2 2-8-8-8 8-2-2 8-8-8-8";

/** @param accent `#rrggbb`; anything else is the product's own */
export function bubbleStyles(accent: string | null): string {
  const color = /^#[\da-f]{6}$/i.test(accent ?? "") ? accent : ACCENT;
  return `
:host {
  position: fixed;
  z-index: 2147483647;
  height: auto;
  inset-block: auto max(1rem, env(safe-area-inset-bottom));
  inset-inline: auto 1rem;
}
button {
  position: relative;
  display: block;
  width: 56px;
  height: 56px;
  margin: 0;
  border: 0;
  border-radius: 50%;
  background: ${color};
  color: #fff;
  color: contrast-color(${color});
  box-shadow: 0 2px 12px #0005;
  cursor: pointer;
  forced-color-adjust: none;
}
button:focus-visible {
  outline: 3px solid;
  outline-offset: -6px;
}
button::before {
  content: "";
  position: absolute;
  inset: 0;
  background: currentColor;
  clip-path: path("${SPEECH}");
}
button[aria-expanded="true"]::before {
  clip-path: path("${CROSS}");
}
button[data-unread]::after {
  content: attr(data-unread);
  position: absolute;
  inset-block-start: -4px;
  inset-inline-end: -4px;
  padding: 0 6px;
  border-radius: 10px;
  background: #b3261e;
  color: #fff;
  font: 700 12px/20px system-ui, sans-serif;
}
iframe {
  position: fixed;
  inset-block: auto 5.5rem;
  inset-inline: auto 1rem;
  width: 24rem;
  height: var(--majlis-height);
  max-width: calc(100vw - 2rem);
  max-height: calc(100dvh - 6.5rem);
  border-radius: 16px;
  box-shadow: 0 8px 40px #0005;
}
iframe[hidden] {
  display: none;
}
@media (width < 480px) {
  iframe {
    inset: 4rem 0 0;
    width: 100%;
    max-width: none;
    height: calc(100dvh - 4rem);
    max-height: none;
    border-radius: 16px 16px 0 0;
  }
  button[aria-expanded="true"] {
    position: fixed;
    inset-block-start: 4px;
    inset-inline-end: 4px;
  }
}`;
}
