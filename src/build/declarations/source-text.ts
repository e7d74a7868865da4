/** Text of the source in which each name is the one that the declaration file has for it. */
import type { Checker } from "typescript/unstable/sync";
import {
  isIdentifier,
  isParameterDeclaration,
  isPropertySignatureDeclaration,
  isMethodSignatureDeclaration,
  isQualifiedName,
  isTypeNode,
  SyntaxKind,
  type ClassDeclaration,
  type ConstructorDeclaration,
  type FunctionDeclaration,
  type GetAccessorDeclaration,
  type MethodDeclaration,
  type Node,
  type ParameterDeclaration,
} from "typescript/unstable/ast";
import { isInternal, withoutNamespaces } from "./comments.ts";
import type { Scope } from "./scope.ts";
import { placeOf, resolveAlias } from "./symbols.ts";
import type { TypePrinter } from "./type-printer.ts";
import { namesValue } from "./written-out.ts";

type FunctionLike = ConstructorDeclaration | FunctionDeclaration | GetAccessorDeclaration | MethodDeclaration;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export class SourceText {
  readonly #checker: Checker;
  readonly #scope: Scope;
  readonly #printer: TypePrinter;

  constructor(checker: Checker, scope: Scope, printer: TypePrinter) {
    this.#checker = checker;
    this.#scope = scope;
    this.#printer = printer;
  }

  /** All of `node`. */
  of(node: Node): string {
    return this.#slice(node, node.end);
  }

  /** `node` up to the end of `last`, a part of it. */
  until(node: Node, last: Node): string {
    return this.#slice(node, last.end);
  }

  /** A class up to its members. */
  head(node: ClassDeclaration): string {
    const { text } = node.getSourceFile();
    return this.#slice(node, text.lastIndexOf("{", node.members.pos)).trim();
  }

  /** A function or method without its body. */
  signature(node: FunctionLike): string {
    if (node.body === undefined) throw new Error(`${node.getText()} has no body`);
    if (node.type === undefined && node.kind !== SyntaxKind.Constructor)
      throw new Error(`the type that is returned is missing: ${node.getText()}`);
    return `${this.#slice(node, node.body.getStart()).trim()};`;
  }

  #slice(node: Node, end: number): string {
    const { text } = node.getSourceFile();
    const edits = this.#edits(node, end);
    let position = node.getStart();
    let result = "";
    for (const edit of edits) {
      result += text.slice(position, edit.start) + edit.text;
      position = edit.end;
    }
    return unindented(withoutNamespaces(result + text.slice(position, end)), node);
  }

  /** What is different in the declaration, in the order of the text, from the parts of `node` before `end`. */
  #edits(node: Node, end = node.end): Edit[] {
    const edits: Edit[] = [];
    node.forEachChild((child) => {
      if (child.end <= end) edits.push(...this.#editsOf(child));
    });
    return edits;
  }

  #editsOf(node: Node): Edit[] {
    const replacedBy = (text: string): Edit[] => [{ start: node.getStart(), end: node.end, text }];
    if (isModifierOfSource(node)) return [{ start: node.getStart(), end: nextStart(node), text: "" }];
    if (isSignature(node) && isInternal(node))
      return [{ start: node.getFullStart(), end: node.end, text: "" }];
    if (isTypeNode(node) && namesValue(node)) return replacedBy(this.#written(node));
    if (isQualifiedName(node)) return replacedBy(this.#nameAt(node.right) ?? node.right.getText());
    if (isIdentifier(node)) {
      const name = this.#nameAt(node);
      return name === undefined || name === node.text ? [] : replacedBy(name);
    }
    if (isParameterDeclaration(node) && node.initializer !== undefined) return this.#optional(node);
    return this.#edits(node);
  }

  #written(node: Node): string {
    const type = this.#checker.getTypeAtLocation(node);
    if (type === undefined) throw new Error(`${node.getText()} has no type`);
    return this.#printer.print(type);
  }

  /** A parameter with a default may be absent. */
  #optional(node: ParameterDeclaration): Edit[] {
    if (node.type === undefined) throw new Error(`${node.getText()} needs a type`);
    return [
      { start: node.name.end, end: node.name.end, text: "?" },
      ...this.#editsOf(node.type),
      { start: node.type.end, end: node.end, text: "" },
    ];
  }

  /** The name of what `node` refers to, where that is a declaration of a module; undefined for a field or parameter. */
  #nameAt(node: Node): string | undefined {
    const symbol = this.#checker.getSymbolAtLocation(node);
    if (symbol === undefined) return undefined;
    const target = resolveAlias(symbol, this.#checker);
    const declaration = target.declarations[0];
    if (declaration === undefined || placeOf(target) === "library") return undefined;
    const isTopLevel = declaration.resolve()?.parent.kind === SyntaxKind.SourceFile;
    return isTopLevel ? this.#scope.nameOf(target) : undefined;
  }
}

/** `text` of `node`, whose lines after the first are indented as deeply as `node` was. */
function unindented(text: string, node: Node): string {
  const before = node.getSourceFile().text.slice(0, node.getStart());
  const column = before.length - (before.lastIndexOf("\n") + 1);
  return text.replaceAll(`\n${" ".repeat(column)}`, "\n");
}

/** What a declaration file leaves out, or has in another place. */
function isModifierOfSource({ kind }: Node): boolean {
  return kind === SyntaxKind.ExportKeyword || kind === SyntaxKind.AsyncKeyword;
}

function isSignature(node: Node): boolean {
  return isPropertySignatureDeclaration(node) || isMethodSignatureDeclaration(node);
}

function nextStart(node: Node): number {
  const { text } = node.getSourceFile();
  return node.end + (/^\s*/.exec(text.slice(node.end))?.[0].length ?? 0);
}
