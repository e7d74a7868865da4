/**
 * The declarations of a module as one file without imports of ours: what it exports, and what that refers to. Types that
 * are made from a schema are written out, so that a reader sees their fields and needs no library.
 */
import type { Project, Symbol } from "typescript/unstable/sync";
import { isTypeAliasDeclaration } from "typescript/unstable/ast";
import { DeclarationText } from "./declaration-text.ts";
import { isWrittenOut } from "./written-out.ts";
import { Scope, type BundledModule } from "./scope.ts";
import { resolveAlias } from "./symbols.ts";
import { TypePrinter } from "./type-printer.ts";

export interface BundleOptions {
  readonly project: Project;
  /** the absolute path of the source file */
  readonly entry: string;
  readonly specifier: string;
  /** modules that this one may import */
  readonly imports?: readonly BundledModule[];
}

/** Throws Error for a type that has no place in the file, such as one of a package. */
export function bundleDeclarations({
  project,
  entry,
  specifier,
  imports = [],
}: BundleOptions): BundledModule {
  const { checker } = project;
  const exported = exportsOf(project, entry);
  const names = new Map(exported.map((symbol) => [symbol.id, symbol.name]));
  const scope = new Scope(checker, imports);
  const printer = new TypePrinter(checker, scope, namedTypes(project));
  const declarationText = new DeclarationText(checker, scope, printer);
  for (const symbol of exported) scope.nameOf(symbol);
  const declarations = scope.declarations((node, symbol) => {
    const { comment, text } = declarationText.of(node, symbol);
    return `${comment}${names.has(symbol.id) ? "export " : ""}${text}`;
  });
  const text = [...scope.imports(), ...declarations, "export {};"].join("\n\n");
  return { specifier, names, text: `${text}\n` };
}

function exportsOf({ program, checker }: Project, path: string): readonly Symbol[] {
  const file = program.getSourceFile(path);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${path} is not a module of the project`);
  return checker.getExportsOfModule(module).map((symbol) => resolveAlias(symbol, checker));
}

/**
 * The type aliases that are written out where they are declared, by the ids of their types: elsewhere their names stand
 * for them. A type with two names has none.
 */
function namedTypes({ program, checker }: Project): ReadonlyMap<number, Symbol> {
  const named = new Map<number, Symbol>();
  const ambiguous = new Set<number>();
  for (const path of program.getSourceFileNames()) {
    const file = program.getSourceFile(path);
    if (file === undefined || file.isDeclarationFile) continue;
    for (const statement of file.statements) {
      if (!isTypeAliasDeclaration(statement) || !isWrittenOut(statement)) continue;
      const symbol = checker.getSymbolAtLocation(statement.name);
      if (symbol === undefined) continue;
      const { id } = checker.getDeclaredTypeOfSymbol(symbol);
      if (named.has(id)) ambiguous.add(id);
      named.set(id, symbol);
    }
  }
  for (const id of ambiguous) named.delete(id);
  return named;
}
