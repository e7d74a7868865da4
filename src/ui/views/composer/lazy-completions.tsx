import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType, JSX, RefObject } from "preact";
import { useRoom } from "../context.ts";

export interface CompletionsProperties {
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** Completing names and emoji comes with the first `@` or `:` that is written. Where it cannot be had, one writes without. */
export function LazyCompletions({ field }: CompletionsProperties): JSX.Element | null {
  const { composing } = useRoom();
  const view = useSignal<{ readonly Completions: ComponentType<CompletionsProperties> } | undefined>(
    undefined,
  );

  useSignalEffect(() => {
    if (view.peek() !== undefined || !/[@:]/.test(composing.text.value)) return;
    // What fails is fetched again with the next letter.
    import("./completions.tsx").then(
      ({ Completions }) => (view.value = { Completions }),
      () => undefined,
    );
  });

  return view.value === undefined ? null : <view.value.Completions field={field} />;
}
