/** A part of the page could not be loaded: there is no network, or a deploy has replaced its files. */
export class LoadError extends Error {}

/** The module that `load` imports. @throws LoadError in place of the browser's own error, which no reader understands */
export async function loadPart<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    throw new LoadError("", { cause });
  }
}
