/** Symbols of the compiler. */
import { SymbolFlags, type Checker, type Symbol } from "typescript/unstable/sync";

/** Where a type comes from: the platform (`lib.dom.d.ts` and the like), a package, or the sources of this project. */
export type Place = "library" | "package" | "project";

export function placeOf({ declarations, name }: Symbol): Place {
  const path = declarations[0]?.path;
  if (path === undefined) throw new Error(`${name} is declared nowhere`);
  if (/\/lib\.[\w.]+\.d\.ts$/.test(path)) return "library";
  return path.includes("/node_modules/") ? "package" : "project";
}

/** What an import or export stands for. */
export function resolveAlias(symbol: Symbol, checker: Checker): Symbol {
  return (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}
