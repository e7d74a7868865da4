/** Writes a type out: its fields with their comments. Types that have a name are referred to by it. */
import {
  SymbolFlags,
  TypeFlags,
  type Checker,
  type Symbol,
  type Type,
  type TypeReference,
} from "typescript/unstable/sync";
import { isPropertyDeclaration, isPropertySignatureDeclaration, SyntaxKind } from "typescript/unstable/ast";
import type { Scope } from "./scope.ts";
import { docComment } from "./comments.ts";
import { indent } from "./indent.ts";
import { placeOf } from "./symbols.ts";

/** Of a property that a mapped type made: TypeScript's `CheckFlags.Readonly`, which its API does not export. */
const MAPPED_READONLY = 8;
const IDENTIFIER = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

export class TypePrinter {
  readonly #checker: Checker;
  readonly #scope: Scope;
  readonly #named: ReadonlyMap<number, Symbol>;

  constructor(checker: Checker, scope: Scope, named: ReadonlyMap<number, Symbol>) {
    this.#checker = checker;
    this.#scope = scope;
    this.#named = named;
  }

  /** `type` as TypeScript. Throws Error for a kind of type that no declaration of ours needs. */
  print(type: Type): string {
    const name = this.#nameOf(type);
    return name ?? this.expand(type);
  }

  /** As `print`, but what `type` itself is called does not count. */
  expand(type: Type): string {
    if (type.isUnionType()) return this.#union(type.getTypes());
    if (type.isIntersectionType())
      return type
        .getTypes()
        .map((part) => this.print(part))
        .join(" & ");
    if (type.isTypeReference() && this.#checker.isArrayLikeType(type)) return this.#array(type);
    if (type.isObjectType()) return this.#object(type);
    if (type.isIntrinsicType() || type.isLiteralType()) return this.#checker.typeToString(type);
    throw new Error(`no declaration can be made of ${this.#checker.typeToString(type)}`);
  }

  #nameOf(type: Type): string | undefined {
    const alias = this.#named.get(type.id);
    return alias === undefined ? undefined : this.#scope.nameOf(alias);
  }

  #union(types: readonly Type[]): string {
    const isBoolean = types.filter(({ flags }) => (flags & TypeFlags.BooleanLiteral) !== 0).length === 2;
    const parts = types
      .filter(({ flags }) => !isBoolean || (flags & TypeFlags.BooleanLiteral) === 0)
      .map((part) => this.print(part));
    return [...new Set([...(isBoolean ? ["boolean"] : []), ...parts])]
      .sort((one, other) => Number(one === "undefined") - Number(other === "undefined"))
      .join(" | ");
  }

  #array(type: TypeReference): string {
    if (!this.#checker.isArrayType(type)) throw new Error("a tuple has no form here yet");
    const [element] = this.#checker.getTypeArguments(type);
    if (element === undefined) throw new Error("an array of nothing");
    const printed = this.print(element);
    const isReadonly = type.getTarget().getSymbol()?.name === "ReadonlyArray";
    return `${isReadonly ? "readonly " : ""}${/[|&{ ]/.test(printed) ? `(${printed})` : printed}[]`;
  }

  #object(type: Type): string {
    const symbol = type.getSymbol();
    const isNamed =
      symbol !== undefined && (symbol.flags & (SymbolFlags.Class | SymbolFlags.Interface)) !== 0;
    if (isNamed) return this.#reference(type, symbol);
    const fields = this.#checker.getPropertiesOfType(type).map((property) => this.#field(property));
    return fields.length === 0 ? "{}" : `{\n${indent(fields.join("\n"))}\n}`;
  }

  #reference(type: Type, symbol: Symbol): string {
    const name = placeOf(symbol) === "library" ? symbol.name : this.#scope.nameOf(symbol);
    const typeArguments = type.isTypeReference() ? this.#checker.getTypeArguments(type) : [];
    if (typeArguments.length === 0) return name;
    return `${name}<${typeArguments.map((argument) => this.print(argument)).join(", ")}>`;
  }

  #field(property: Symbol): string {
    const type = this.#checker.getTypeOfSymbol(property);
    if (type === undefined) throw new Error(`${property.name} has no type`);
    const name = IDENTIFIER.test(property.name) ? property.name : JSON.stringify(property.name);
    const optional = (property.flags & SymbolFlags.Optional) === 0 ? "" : "?";
    const comment = docComment(this.#checker.getDocumentationCommentOfSymbol(property));
    return `${comment}${isReadonly(property) ? "readonly " : ""}${name}${optional}: ${this.print(type)};`;
  }
}

function isReadonly({ checkFlags, valueDeclaration }: Symbol): boolean {
  if ((checkFlags & MAPPED_READONLY) !== 0) return true;
  const node = valueDeclaration?.resolve();
  if (node === undefined || !(isPropertySignatureDeclaration(node) || isPropertyDeclaration(node)))
    return false;
  return node.modifiers?.some(({ kind }) => kind === SyntaxKind.ReadonlyKeyword) === true;
}
