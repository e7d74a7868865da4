/** One declaration of the source as a declaration file has it: without bodies, defaults and what is private. */
import type { Checker, Symbol } from "typescript/unstable/sync";
import {
  isClassDeclaration,
  isConstructorDeclaration,
  isFunctionDeclaration,
  isGetAccessorDeclaration,
  isIdentifier,
  isInterfaceDeclaration,
  isMethodDeclaration,
  isPrivateIdentifier,
  isPropertyDeclaration,
  isTypeAliasDeclaration,
  isTypeQueryNode,
  type ClassDeclaration,
  type ClassElement,
  type Node,
  type TypeAliasDeclaration,
} from "typescript/unstable/ast";
import { docComment, isInternal, ownComment } from "./comments.ts";
import { indent } from "./indent.ts";
import type { Scope } from "./scope.ts";
import { SourceText } from "./source-text.ts";
import type { TypePrinter } from "./type-printer.ts";
import { isWrittenOut } from "./written-out.ts";

export interface DeclarationParts {
  /** with the line break after it; empty if there is none */
  readonly comment: string;
  readonly text: string;
}

export class DeclarationText {
  readonly #checker: Checker;
  readonly #printer: TypePrinter;
  readonly #source: SourceText;

  constructor(checker: Checker, scope: Scope, printer: TypePrinter) {
    this.#checker = checker;
    this.#printer = printer;
    this.#source = new SourceText(checker, scope, printer);
  }

  /** Throws Error for a kind of declaration that no public type of ours needs. */
  of(node: Node, symbol: Symbol): DeclarationParts {
    const comment = ownComment(node);
    if (isInterfaceDeclaration(node)) return { comment, text: this.#source.of(node) };
    if (isFunctionDeclaration(node)) return { comment, text: `declare ${this.#source.signature(node)}` };
    if (isClassDeclaration(node)) return { comment, text: this.#class(node) };
    if (isTypeAliasDeclaration(node)) return this.#alias(node, symbol);
    throw new Error(`${symbol.name} is not a type, a class or a function`);
  }

  #alias(node: TypeAliasDeclaration, symbol: Symbol): DeclarationParts {
    const comment = ownComment(node) || schemaComment(node, this.#checker);
    if (!isWrittenOut(node)) return { comment, text: this.#source.of(node) };
    const type = this.#checker.getDeclaredTypeOfSymbol(symbol);
    return { comment, text: `type ${symbol.name} = ${this.#printer.expand(type)};` };
  }

  #class(node: ClassDeclaration): string {
    const members = node.members
      .filter((member) => !isPrivate(member))
      .map((member) => `${isInternal(member) ? "" : ownComment(member)}${this.#member(member)}`);
    // Keeps objects that only look alike from being taken for one of the class.
    if (members.length < node.members.length) members.unshift("#private;");
    return `declare ${this.#source.head(node)} {\n${indent(members.join("\n"))}\n}`;
  }

  #member(member: ClassElement): string {
    if (isMethodDeclaration(member) || isGetAccessorDeclaration(member))
      return this.#source.signature(member);
    if (isConstructorDeclaration(member))
      return isInternal(member) ? "protected constructor();" : this.#source.signature(member);
    if (!isPropertyDeclaration(member)) throw new Error(`no declaration of ${member.getText()}`);
    if (member.type !== undefined) return `${this.#source.until(member, member.type)};`;
    const type = this.#checker.getTypeAtLocation(member.name);
    if (type === undefined) throw new Error(`${member.getText()} has no type`);
    return `${this.#source.until(member, member.name)}: ${this.#printer.print(type)};`;
  }
}

function isPrivate(member: ClassElement): boolean {
  const isNamed =
    isMethodDeclaration(member) || isGetAccessorDeclaration(member) || isPropertyDeclaration(member);
  return isNamed && (isPrivateIdentifier(member.name) || isInternal(member));
}

/** Of `type Message = Infer<typeof messageSchema>`, the comment of the schema. */
function schemaComment({ type }: TypeAliasDeclaration, checker: Checker): string {
  const query = type.forEachChild((child) => (isTypeQueryNode(child) ? child : undefined));
  if (query === undefined || !isTypeQueryNode(query) || !isIdentifier(query.exprName)) return "";
  const symbol = checker.getSymbolAtLocation(query.exprName);
  return symbol === undefined ? "" : docComment(checker.getDocumentationCommentOfSymbol(symbol));
}
