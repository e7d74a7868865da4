/** Calls `act` once, when that share of `element` (0 to 1) is in view; returns the function that calls it off. */
export function whenSeen(element: Element, act: () => void, share = 0): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      // Browsers differ on whether less than the threshold counts as intersecting.
      if (!entries.some((entry) => entry.isIntersecting && entry.intersectionRatio >= share)) return;
      observer.disconnect();
      act();
    },
    { threshold: share },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
