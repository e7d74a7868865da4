/** The settings in wrangler.toml that the tests' runtime shares with the deployed one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./project-root.ts";

export interface WranglerConfig {
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  /** the binding and the class of each Durable Object namespace */
  readonly namespaces: readonly ObjectNamespace[];
}

interface ObjectNamespace {
  readonly binding: string;
  readonly className: string;
}

const NAMESPACE = /^\[\[durable_objects\.bindings\]\]\nname = "([^"]+)"\nclass_name = "([^"]+)"$/gm;

export function readWranglerConfig(): WranglerConfig {
  const toml = readFileSync(join(PROJECT_ROOT, "wrangler.toml"), "utf8");
  return {
    compatibilityDate: find(toml, /^compatibility_date = "([^"]+)"$/m),
    compatibilityFlags: [...find(toml, /^compatibility_flags = \[([^\]]*)\]$/m).matchAll(/"([^"]+)"/g)].map(
      ([, flag = ""]) => flag,
    ),
    namespaces: [...toml.matchAll(NAMESPACE)].map(([, binding = "", className = ""]) => ({
      binding,
      className,
    })),
  };
}

function find(toml: string, pattern: RegExp): string {
  const found = pattern.exec(toml)?.[1];
  if (found === undefined) throw new Error(`wrangler.toml has no line ${pattern}`);
  return found;
}
