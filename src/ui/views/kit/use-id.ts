import { useRef } from "preact/hooks";

let count = 0;

/** An id for an element of the page, for as long as the component is shown. Not the hook of the library, which the page's first script would carry. */
export function useId(): string {
  const id = useRef<string>(undefined);
  return (id.current ??= `id-${++count}`);
}
