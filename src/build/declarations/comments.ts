/** Comments of declarations. */
import type { Node } from "typescript/unstable/ast";

/** `text` as a comment of its own lines before a declaration; nothing if it is empty. */
export function docComment(text: string): string {
  if (text === "") return "";
  const lines = text.split("\n");
  return lines.length === 1
    ? `/** ${text} */\n`
    : `/**\n${lines.map((line) => ` * ${line}`).join("\n")}\n */\n`;
}

/** The comment before `node` as it is in the source, without its indentation; empty if there is none. */
export function ownComment(node: Node): string {
  const { text } = node.getSourceFile();
  const before = text.slice(node.getFullStart(), node.getStart());
  const comment = before.match(/\/\*\*(?:[^*]|\*(?!\/))*\*\/\s*$/)?.[0].trim();
  return comment === undefined ? "" : `${withoutNamespaces(comment).replaceAll(/\n\s*\*/g, "\n *")}\n`;
}

/** `{@link api.Published}` names a type that is in the same file now. */
export function withoutNamespaces(comment: string): string {
  return comment.replaceAll(/(\{@link )\w+\.(?=[A-Z])/g, "$1");
}

/** True for what is marked `@internal`: it is for this project alone. */
export function isInternal(node: Node): boolean {
  return ownComment(node).includes("@internal");
}
