/** Calls `callback` once that share of `element` (0 to 1) is in view; returns the function that cancels it. */
export function whenVisible(element: Element, callback: () => void, ratio = 0): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      // Browsers differ on whether less than the threshold counts as intersecting.
      if (!entries.some((entry) => entry.isIntersecting && entry.intersectionRatio >= ratio)) return;
      observer.disconnect();
      callback();
    },
    { threshold: ratio },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
