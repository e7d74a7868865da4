import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Block } from "../../../text/markdown-tree.ts";
import { focusableOnOverflow } from "../../browser/focusable-on-overflow.ts";
import { whenIdle } from "../../browser/when-idle.ts";
import { whenVisible } from "../../browser/when-visible.ts";
import type { CodeToken } from "../../models/code/token.ts";
import { cutText, unitsOf, type SliceRules } from "../../models/slices.ts";
import { lazyView } from "../kit/lazy-view.tsx";
import { sliced } from "./sliced.tsx";

const CopyCode = lazyView(async () => (await import("./copy-code.tsx")).CopyCode);

type Properties = Pick<Extract<Block, { kind: "fence" }>, "language" | "text">;

/** Of fewer letters no line and no block is longer than its box; to measure it takes a layout. */
const MIN_OVERFLOW = 16;

/** A block of code, which can be copied. It is shown at once, and highlighted once it is in view. */
export function CodeBlock({ language, text }: Properties): JSX.Element {
  const pre = useRef<HTMLPreElement>(null);
  const tokens = useTokens(pre, { language, text });
  useLayoutEffect(
    () => (pre.current === null || text.length < MIN_OVERFLOW ? undefined : focusableOnOverflow(pre.current)),
    [text],
  );
  return (
    <div class="code" dir="ltr">
      <pre ref={pre} data-language={language === "" ? undefined : language}>
        {/* Keyed: a page translator may have replaced the text. */}
        {tokens === undefined ? (
          <code key="plain">{tokenNodes([{ kind: undefined, text }])}</code>
        ) : (
          <code key="tokens">{tokenNodes(tokens)}</code>
        )}
      </pre>
      <CopyCode text={text} />
    </div>
  );
}

/** The tokens of the code, once it was in view and the browser idle; undefined also where they could not be loaded. */
function useTokens(
  element: RefObject<HTMLElement | null>,
  { language, text }: Properties,
): readonly CodeToken[] | undefined {
  const tokens = useSignal<readonly CodeToken[] | undefined>(undefined);
  useEffect(() => {
    tokens.value = undefined;
    if (language === "" || element.current === null) return undefined;
    let isCurrent = true;
    const stopWaiting = whenVisible(element.current, () => {
      import("../../models/code/highlight.ts").then(
        ({ highlightCode }) =>
          whenIdle(() => {
            if (isCurrent) tokens.value = highlightCode(text, language);
          }),
        // Without colours it is read as well.
        () => undefined,
      );
    });
    return () => {
      isCurrent = false;
      stopWaiting();
    };
  }, [language, text]);
  return tokens.value;
}

const TOKEN_SLICES: SliceRules<CodeToken> = {
  costOf: ({ kind, text }) => ({ units: unitsOf(text), nodes: kind === undefined ? 0 : 1 }),
  cut: ({ kind, text }, units) => {
    const halves = cutText(text, units);
    return (
      halves && [
        { kind, text: halves[0] },
        { kind, text: halves[1] },
      ]
    );
  },
};

function tokenNodes(tokens: readonly CodeToken[]): ComponentChildren {
  return sliced(tokens, TOKEN_SLICES, "code", (slice) => slice.map(tokenNode));
}

function tokenNode({ kind, text }: CodeToken, index: number): JSX.Element | string {
  return kind === undefined ? (
    text
  ) : (
    <span key={index} class={`token-${kind}`}>
      {text}
    </span>
  );
}
