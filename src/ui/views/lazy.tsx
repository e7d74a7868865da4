/** Views whose code comes when they are first wanted: a page pays only for what is used. */
import { signal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { useRoom } from "./context.ts";

type Loaded<Properties> =
  | { readonly name: "loading" }
  | { readonly name: "here"; readonly view: ComponentType<Properties> }
  | { readonly name: "failed" };

/**
 * A view that `load` brings. Until it is here its place is empty and says that it loads; where it cannot be had it says
 * so, and can be asked for again.
 */
export function lazyView<Properties extends object>(
  load: () => Promise<ComponentType<Properties>>,
): ComponentType<Properties> {
  const loaded = signal<Loaded<Properties> | undefined>(undefined);

  async function fetchView(learnWords: () => Promise<void>): Promise<void> {
    loaded.value = { name: "loading" };
    try {
      const [view] = await Promise.all([load(), learnWords()]);
      loaded.value = { name: "here", view };
    } catch {
      loaded.value = { name: "failed" };
    }
  }

  return function LazyView(properties: Properties): JSX.Element {
    const { learnWords } = useRoom();
    const state = loaded.value;
    const fetchNow = () => void fetchView(learnWords);
    useEffect(() => {
      if (loaded.peek() === undefined || loaded.peek()?.name === "failed") fetchNow();
    }, []);
    if (state?.name === "here") return <state.view {...properties} />;
    if (state?.name === "failed") return <LoadFailed onRetry={fetchNow} />;
    return <div class="lazy" aria-busy="true" />;
  };
}

/** In the place of a part that could not be had. */
export function LoadFailed({ onRetry }: { readonly onRetry: () => void }): JSX.Element {
  const { t } = useRoom();
  return (
    <p class="quiet-words" role="alert">
      {t("loadFailed")}{" "}
      <button type="button" class="link-button" onClick={onRetry}>
        {t("tryAgain")}
      </button>
    </p>
  );
}
