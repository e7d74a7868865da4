/**
 * The newest page of a log, kept until the log changes: a crowd that joins is sent the same one, and reading fifty messages
 * costs several times what everything else in a join does.
 */
import type { Message } from "../protocol/events/message.ts";
import type { PageRequest, ReadPage } from "./pages.ts";

interface KeptPage {
  readonly request: PageRequest;
  readonly page: ReadPage<Message>;
}

export class NewestPage {
  private kept: KeptPage | undefined;

  /** The page that answers the request; `read` is called where it is not known. */
  find(request: PageRequest, read: () => ReadPage<Message>): ReadPage<Message> {
    const { kept } = this;
    if (kept !== undefined && isSame(kept.request, request) && isForAll(kept.page, request.viewer))
      return kept.page;
    const page = read();
    if (isForAll(page, request.viewer)) this.kept = { request, page };
    return page;
  }

  forget(): void {
    this.kept = undefined;
  }
}

function isSame(one: PageRequest, other: PageRequest): boolean {
  return (
    one.limit === other.limit &&
    one.oldest === other.oldest &&
    one.maxRows === other.maxRows &&
    one.maxBytes === other.maxBytes
  );
}

/** Whether the viewer sees what everyone sees: none of the reactions is theirs. */
function isForAll({ holders }: ReadPage<Message>, viewer: string | undefined): boolean {
  return holders !== undefined && (viewer === undefined || !holders.has(viewer));
}
