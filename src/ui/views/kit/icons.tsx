/** Icons in the text's colour on a 20 px grid. Decorative: the control that has one is labelled. */
import type { JSX } from "preact";

const PATHS = {
  send: "M3.5 10 16.5 4 13 16l-3.5-5zM9.5 11l7-7",
  smile:
    "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM7.5 8v.5M12.5 8v.5M6.8 11.6c.8 1.3 1.9 1.9 3.2 1.9s2.4-.6 3.2-1.9",
  reply: "M8.5 5 4 9.5 8.5 14M4.5 9.5h6a5 5 0 0 1 5 5v1",
  more: "M4 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M9.5 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M15 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
  people:
    "M7.5 9.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM2.5 16c.5-2.7 2.5-4 5-4s4.5 1.3 5 4M13 4.3a2.6 2.6 0 0 1 0 5M14.8 12.4c1.5.5 2.4 1.7 2.7 3.6",
  down: "M10 4v11M5 10.5l5 5 5-5",
  up: "M10 16V5M5 9.5l5-5 5 5",
  close: "M5 5l10 10M15 5 5 15",
  pen: "M4 16l.8-3.4L13.2 4.2l2.6 2.6-8.4 8.4z",
  invite:
    "M8 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 16.5c.6-3 2.8-4.5 5.5-4.5 1.3 0 2.5.4 3.4 1M15 11v6M12 14h6",
  link: "M8.5 11.5l3-3M9.5 6l1.7-1.7a3 3 0 0 1 4.5 4.5L14 10.5M10.5 14l-1.7 1.7a3 3 0 0 1-4.5-4.5L6 9.5",
  select: "M6 4.5h2.5v11H6M8.5 4.5H11M8.5 15.5H11M3.5 7.5v5M14 7.5h2.5v5H14",
  copy: "M7.5 7.5h8v8.5h-8zM4.5 12.5V4h8",
  share: "M10 12.5V3.5M6.5 6.5 10 3l3.5 3.5M5 10v6h10v-6",
  out: "M8 5H4.5v10.5H15V12M11 4h5v5M16 4l-7 7",
  bin: "M4 6h12M8 6V4h4v2M6 6l.6 10h6.8L14 6",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4",
  settings: "M3 6h7M14 6h3M3 14h3M10 14h7M12 3.75v4.5M8 11.75v4.5",
  check: "M4 10.5l4 4 8-9",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6.5V10l2.5 1.5",
} as const;

export type IconName = keyof typeof PATHS;

/** Mirrored in a right-to-left interface. */
const DIRECTIONAL: ReadonlySet<IconName> = new Set(["send", "out", "reply"]);

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class={DIRECTIONAL.has(name) ? "icon directional" : "icon"} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
