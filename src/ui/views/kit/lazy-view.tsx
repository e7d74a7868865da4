/** Lazy views: their code and strings are loaded when they are first rendered. */
import { signal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { useRoom } from "../context.ts";

type Loaded<Properties> =
  | { readonly name: "loading" }
  | { readonly name: "ready"; readonly view: ComponentType<Properties> }
  | { readonly name: "failed" };

/**
 * A view that `load` imports. While it loads, its place is empty and `aria-busy`; if it cannot be loaded, a message offers
 * to try again.
 */
export function lazyView<Properties extends object>(
  load: () => Promise<ComponentType<Properties>>,
): ComponentType<Properties> {
  const loaded = signal<Loaded<Properties> | undefined>(undefined);

  async function loadView(loadStrings: () => Promise<void>): Promise<void> {
    loaded.value = { name: "loading" };
    try {
      const [view] = await Promise.all([load(), loadStrings()]);
      loaded.value = { name: "ready", view };
    } catch {
      loaded.value = { name: "failed" };
    }
  }

  return function LazyView(properties: Properties): JSX.Element {
    const { loadStrings } = useRoom();
    const state = loaded.value;
    const loadNow = () => void loadView(loadStrings);
    useEffect(() => {
      if (loaded.peek() === undefined || loaded.peek()?.name === "failed") loadNow();
    }, []);
    if (state?.name === "ready") return <state.view {...properties} />;
    if (state?.name === "failed") return <LoadFailed onRetry={loadNow} />;
    return <div class="lazy" aria-busy="true" />;
  };
}

/** In the place of a part that could not be loaded. */
export function LoadFailed({ onRetry }: { readonly onRetry: () => void }): JSX.Element {
  const { t } = useRoom();
  return (
    <p class="secondary-text" role="alert">
      {t("loadFailed")}{" "}
      <button type="button" class="link-button" onClick={onRetry}>
        {t("tryAgain")}
      </button>
    </p>
  );
}
