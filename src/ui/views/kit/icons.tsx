/**
 * Icons in the text's colour on a 20 px grid. Decorative: the control that has one is labelled. These are in the first view
 * of the page; `lazy-icons.tsx` has all.
 */
import type { JSX } from "preact";

const PATHS = {
  send: "M3.5 10 16.5 4 13 16l-3.5-5zM9.5 11l7-7",
  smilePlus:
    "M16.6 8.4a7 7 0 1 1-5-5M7.5 8v.5M12.5 8v.5M6.8 11.6c.8 1.3 1.9 1.9 3.2 1.9s2.4-.6 3.2-1.9M16 1.5v5M13.5 4h5",
  smile:
    "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM7.5 8v.5M12.5 8v.5M6.8 11.6c.8 1.3 1.9 1.9 3.2 1.9s2.4-.6 3.2-1.9",
  people:
    "M7.5 9.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM2.5 16c.5-2.7 2.5-4 5-4s4.5 1.3 5 4M13 4.3a2.6 2.6 0 0 1 0 5M14.8 12.4c1.5.5 2.4 1.7 2.7 3.6",
  down: "M10 4v11M5 10.5l5 5 5-5",
  up: "M10 16V5M5 9.5l5-5 5 5",
  close: "M5 5l10 10M15 5 5 15",
  pen: "M4 16l.8-3.4L13.2 4.2l2.6 2.6-8.4 8.4z",
  invite:
    "M8 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 16.5c.6-3 2.8-4.5 5.5-4.5 1.3 0 2.5.4 3.4 1M15 11v6M12 14h6",
  out: "M8 5H4.5v10.5H15V12M11 4h5v5M16 4l-7 7",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4",
  settings: "M3 6h7M14 6h3M3 14h3M10 14h7M12 3.75v4.5M8 11.75v4.5",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6.5V10l2.5 1.5",
} as const;

export type IconName = keyof typeof PATHS;

/** Mirrored in a right-to-left interface. */
const DIRECTIONAL: ReadonlySet<IconName> = new Set(["send", "out"]);

export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return <Drawing path={PATHS[name]} isDirectional={DIRECTIONAL.has(name)} />;
}

interface DrawingProperties {
  /** of an SVG `path` element */
  readonly path: string;
  /** mirrored in a right-to-left interface */
  readonly isDirectional: boolean;
}

export function Drawing({ path, isDirectional }: DrawingProperties): JSX.Element {
  return (
    <svg class={isDirectional ? "icon directional" : "icon"} viewBox="0 0 20 20" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
