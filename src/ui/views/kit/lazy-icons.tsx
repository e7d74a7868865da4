/** The icons of the parts that are loaded later, and through one component also those of the page's first view. */
import type { JSX } from "preact";
import { Drawing, Icon, type IconName } from "./icons.tsx";

const PATHS = {
  select: "M6 4.5h2.5v11H6M8.5 4.5H11M8.5 15.5H11M3.5 7.5v5M14 7.5h2.5v5H14",
  reply: "M8.5 5 4 9.5 8.5 14M4.5 9.5h6a5 5 0 0 1 5 5v1",
  more: "M4 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M9.5 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M15 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
  link: "M8.5 11.5l3-3M9.5 6l1.7-1.7a3 3 0 0 1 4.5 4.5L14 10.5M10.5 14l-1.7 1.7a3 3 0 0 1-4.5-4.5L6 9.5",
  copy: "M7.5 7.5h8v8.5h-8zM4.5 12.5V4h8",
  share: "M10 12.5V3.5M6.5 6.5 10 3l3.5 3.5M5 10v6h10v-6",
  bin: "M4 6h12M8 6V4h4v2M6 6l.6 10h6.8L14 6",
  add: "M10 4v12M4 10h12",
  muted: "M6 13V9a4 4 0 0 1 6.8-2.9M14 9.5V13l1 1.5H6.5M8.5 16.5h3M4 4l12 12",
  bookmark: "M6 3.5h8v13l-4-3-4 3z",
  forward: "M11.5 5 16 9.5 11.5 14M15.5 9.5h-6a5 5 0 0 0-5 5v1",
  download: "M10 3.5v9M6.5 9l3.5 3.5L13.5 9M4.5 16.5h11",
  key: "M13 3.5a3.75 3.75 0 1 0 0 7.5 3.75 3.75 0 0 0 0-7.5zM10.3 9.7 4 16M5.5 14.5l1.75 1.75M8 12l1.75 1.75",
  check: "M4 10.5l4 4 8-9",
} as const;

/** Mirrored in a right-to-left interface. */
const DIRECTIONAL: ReadonlySet<string> = new Set(["reply", "forward"]);

export type LazyIconName = IconName | keyof typeof PATHS;

export function LazyIcon({ name }: { readonly name: LazyIconName }): JSX.Element {
  if (!isLazy(name)) return <Icon name={name} />;
  return <Drawing path={PATHS[name]} isDirectional={DIRECTIONAL.has(name)} />;
}

function isLazy(name: LazyIconName): name is keyof typeof PATHS {
  return name in PATHS;
}
