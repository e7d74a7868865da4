import type { ComponentType } from "preact";
import { loadPanelStyles } from "../../browser/panel-styles.ts";
import { lazyView } from "./lazy-view.tsx";

/** A lazy panel of what owners and moderators use, which has strings of its own. */
export function lazyAdminPanel<Properties extends object>(
  load: () => Promise<ComponentType<Properties>>,
): ComponentType<Properties> {
  return lazyView(async ({ loadAdminStrings }) => {
    const [view] = await Promise.all([load(), loadPanelStyles(), loadAdminStrings()]);
    return view;
  });
}
