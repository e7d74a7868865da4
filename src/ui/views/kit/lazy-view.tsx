/** Lazy views: their code and strings are loaded when they are first rendered. */
import { signal, useSignal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { isPageOutdated } from "../../browser/page-outdated.ts";
import { loadPanelStyles } from "../../browser/panel-styles.ts";
import { loadWithRetries } from "../../load-with-retries.ts";
import { useRoom, type RoomContext } from "../context.ts";

type Loaded<Properties> =
  | { readonly name: "loading" }
  | { readonly name: "ready"; readonly view: ComponentType<Properties> }
  | { readonly name: "failed" };

/**
 * A view that `load` imports. While it loads, its place is empty and `aria-busy`; if it cannot be loaded, a message offers
 * to try again, which is also done without the user.
 */
export function lazyView<Properties extends object>(
  load: (room: RoomContext) => Promise<ComponentType<Properties>>,
): ComponentType<Properties> {
  const loaded = signal<Loaded<Properties>>();

  async function loadView(room: RoomContext): Promise<void> {
    loaded.value = { name: "loading" };
    const [view] = await loadWithRetries(
      room.conversation.room,
      () => Promise.all([load(room), room.loadStrings()]),
      () => (loaded.value = { name: "failed" }),
    );
    loaded.value = { name: "ready", view };
  }

  return function LazyView(properties: Properties): JSX.Element {
    const room = useRoom();
    const state = loaded.value;
    const loadNow = () => void loadView(room);
    useEffect(() => {
      if (loaded.peek() === undefined || loaded.peek()?.name === "failed") loadNow();
    }, []);
    if (state?.name === "ready") return <state.view {...properties} />;
    if (state?.name === "failed") return <LoadFailed onRetry={loadNow} />;
    return <div class="lazy" aria-busy="true" />;
  };
}

/** A lazy view whose styles are in panels.css, which is applied before it is rendered. */
export function lazyPanel<Properties extends object>(
  load: () => Promise<ComponentType<Properties>>,
): ComponentType<Properties> {
  return lazyView(async () => (await Promise.all([load(), loadPanelStyles()]))[0]);
}

interface LoadFailedProperties {
  /** nothing is offered to try again if absent: the user does it by the same action */
  readonly onRetry?: () => void;
}

/** In the place of a part that could not be loaded. */
export function LoadFailed(properties: LoadFailedProperties): JSX.Element {
  return (
    <p class="secondary-text" role="alert">
      <LoadProblem {...properties} />
    </p>
  );
}

/** Why a part could not be loaded: without a network it is tried again; after a deploy only a reload helps. */
export function LoadProblem({ onRetry }: LoadFailedProperties): JSX.Element {
  const { t, conversation } = useRoom();
  const isOutdated = useSignal(false);
  useEffect(() => {
    void isPageOutdated().then((outdated) => (isOutdated.value = outdated));
  }, []);
  const isOffline = conversation.connection.state.value.name === "offline";
  // The draft is saved as the page is left.
  const [label, act] = isOutdated.value ? [t("reload"), () => location.reload()] : [t("tryAgain"), onRetry];
  return (
    <>
      {t(isOutdated.value ? "pageOutdated" : isOffline ? "noNetwork" : "loadFailed")}{" "}
      {act !== undefined && (
        <button type="button" class="link-button" onClick={act}>
          {label}
        </button>
      )}
    </>
  );
}
