/** The style sheet of the panels that most visits do not open. */
import PANELS_URL from "style:panels";
import { memoizeAsync } from "../memoize-async.ts";

/** Loads it; does nothing if that is done. Rejects if it cannot be loaded. */
export const loadPanelStyles: () => Promise<void> = memoizeAsync(
  () =>
    new Promise((resolve, reject) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = PANELS_URL;
      link.onload = () => resolve();
      link.onerror = () => {
        link.remove();
        reject(new Error(`${PANELS_URL} could not be loaded`));
      };
      document.head.append(link);
    }),
);
