/** The styles of the element: a constructed sheet, which no Content-Security-Policy of a host refuses. */

/** With the height and scheme of the attributes only where they are what they should be: nothing else gets into the sheet. */
export function styles(theme: string | null, height: string | null): string {
  const length = /^\d+$/.test(height ?? "") ? `${height}px` : (height ?? "");
  const scheme = theme === "light" || theme === "dark" ? theme : "inherit";
  return (
    `:host{--majlis-height:${CSS.supports("height", length) ? length : "560px"};display:block;height:var(--majlis-height)}` +
    `iframe{border:0;width:100%;height:100%;color-scheme:${scheme}}`
  );
}
