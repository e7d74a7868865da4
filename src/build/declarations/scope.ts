/** The names that a declaration file uses, and the declarations that it therefore needs. */
import type { Checker, Symbol } from "typescript/unstable/sync";
import type { Node } from "typescript/unstable/ast";
import { placeOf, resolveAlias } from "./symbols.ts";

/** A declaration file that others import instead of repeating its types. */
export interface BundledModule {
  /** as an import names it, such as `./index.js` */
  readonly specifier: string;
  /** the names that it exports, by the ids of their symbols */
  readonly names: ReadonlyMap<number, string>;
  readonly text: string;
}

export class Scope {
  readonly #checker: Checker;
  readonly #modules: readonly BundledModule[];
  readonly #imported = new Map<string, Set<string>>();
  readonly #needed = new Map<string, Symbol>();

  constructor(checker: Checker, modules: readonly BundledModule[]) {
    this.#checker = checker;
    this.#modules = modules;
  }

  /** How the file refers to `symbol`, which it needs from now on. Throws Error for a type of a package. */
  nameOf(symbol: Symbol): string {
    const target = resolveAlias(symbol, this.#checker);
    const place = placeOf(target);
    if (place === "library") return target.name;
    if (place === "package") throw new Error(`${target.name} is a type of a package`);
    for (const { specifier, names } of this.#modules) {
      const name = names.get(target.id);
      if (name !== undefined) return this.#import(specifier, name);
    }
    const other = this.#needed.get(target.name);
    if (other !== undefined && other.id !== target.id) throw new Error(`two types are called ${target.name}`);
    this.#needed.set(target.name, target);
    return target.name;
  }

  /** The texts of all declarations that are needed, also by one another. */
  declarations(textOf: (node: Node, symbol: Symbol) => string): string[] {
    const texts: string[] = [];
    // A map yields what is added while it is iterated.
    for (const symbol of this.#needed.values())
      for (const handle of symbol.declarations) {
        const node = handle.resolve();
        if (node === undefined) throw new Error(`${symbol.name} has no declaration`);
        texts.push(textOf(node, symbol));
      }
    return texts;
  }

  imports(): string[] {
    return [...this.#imported].map(
      ([specifier, names]) => `import type { ${[...names].sort().join(", ")} } from "${specifier}";`,
    );
  }

  #import(specifier: string, name: string): string {
    const names = this.#imported.get(specifier) ?? new Set();
    this.#imported.set(specifier, names.add(name));
    return name;
  }
}
