import { Fragment, type ComponentChildren, type JSX } from "preact";
import { breakableSegments, linkParts, type LinkPart } from "../../../text/link-text.ts";
import type { Inline } from "../../../text/markdown-tree.ts";

interface Properties {
  readonly link: Extract<Inline, { kind: "link" }>;
}

/** A link, shown by its host and a shortened path. Its text is the whole address, so that it is copied and read out. */
export function Link({ link: { text, href } }: Properties): JSX.Element {
  const isMail = href.startsWith("mailto:");
  return (
    <a
      href={href}
      title={text}
      dir="ltr"
      target={isMail ? undefined : "_blank"}
      rel="noopener noreferrer nofollow ugc"
      tabIndex={-1}
    >
      {isMail ? text : linkParts(text).map(partNode)}
    </a>
  );
}

function partNode({ kind, text }: LinkPart, index: number): JSX.Element {
  return (
    <span key={index} class={`link-${kind}`}>
      {kind === "hidden" ? text : withBreaks(text)}
    </span>
  );
}

/** A line is broken at the separators of an address rather than within its words. */
function withBreaks(text: string): ComponentChildren {
  return breakableSegments(text).map((segment, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {segment}
    </Fragment>
  ));
}
