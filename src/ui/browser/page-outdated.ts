/** Whether a deploy has replaced the files of this page, so that those that it has yet to load are gone. */

/** Asks for the page's first script, which this is in: its name changes with every file of its build. False without a network. */
export async function isPageOutdated(): Promise<boolean> {
  const response = await fetch(import.meta.url, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
  return response?.status === 404;
}
