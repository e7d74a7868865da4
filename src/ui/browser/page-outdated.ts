/** Whether a deploy has replaced the files of this page, so that those that it has yet to load are gone. */

/** Asks for the page's own script, whose name changes with every file of its build. False without a network. */
export async function isPageOutdated(): Promise<boolean> {
  const script = document.querySelector<HTMLScriptElement>("script[type=module][src]");
  if (script === null) return false;
  const response = await fetch(script.src, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
  return response?.status === 404;
}
