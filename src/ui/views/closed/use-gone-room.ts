import { useLayoutEffect } from "preact/hooks";

/** Marks the page of a room that is not shown, while the component is: `data-gone` hides what belongs to a room. */
export function useGoneRoom(): void {
  useLayoutEffect(() => {
    const { documentElement: root } = document;
    root.toggleAttribute("data-gone", true);
    return () => root.removeAttribute("data-gone");
  }, []);
}
