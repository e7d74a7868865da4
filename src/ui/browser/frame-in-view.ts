/** Whether a frame can be seen: the page around it may have hidden it, or scrolled it away. */

/** Calls `onChange` with the state now, and with each change. It is out of view until the browser has looked. */
export function watchFrameInView(onChange: (isInView: boolean) => void): void {
  let isIntersecting = false;
  const report = (): void => onChange(isIntersecting && !document.hidden);
  new IntersectionObserver((entries) => {
    isIntersecting = entries.at(-1)?.isIntersecting === true;
    report();
  }).observe(document.documentElement);
  document.addEventListener("visibilitychange", report);
  report();
}
