import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentType, JSX, RefObject } from "preact";
import { useRoom } from "../context.ts";

export interface CompletionsProperties {
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

/** Loads the autocomplete with the first `@` or `:` in the text, full-width ones too. Without it, the composer works as before. */
export function LazyCompletions({ field }: CompletionsProperties): JSX.Element | null {
  const { composing, loadStrings } = useRoom();
  const view = useSignal<{ readonly Completions: ComponentType<CompletionsProperties> } | undefined>(
    undefined,
  );

  useSignalEffect(() => {
    if (view.peek() !== undefined || !/[@:\uff20\ufe6b\uff1a]/u.test(composing.text.value)) return;
    // A failed load is tried again with the next letter.
    Promise.all([import("./completions.tsx"), loadStrings()]).then(
      ([{ Completions }]) => (view.value = { Completions }),
      () => undefined,
    );
  });

  return view.value === undefined ? null : <view.value.Completions field={field} />;
}
