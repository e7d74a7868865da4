const listeners = new WeakMap<Element, (height: number) => void>();

/** One for all: it is called once a frame, with all elements that have changed. */
let observer: ResizeObserver | undefined;

/** Calls `notify` with the height of `element` once it is laid out, and when it changes. Returns the function that stops. */
export function whenHeightChanges(element: Element, notify: (height: number) => void): () => void {
  observer ??= new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) listeners.get(target)?.(contentRect.height);
  });
  const active = observer;
  listeners.set(element, notify);
  active.observe(element);
  return () => active.unobserve(element);
}
