/** The declarations of everything that other people's code uses: the SDK, its hooks, and the element. */
import { API } from "typescript/unstable/sync";
import { bundleDeclarations } from "./bundle.ts";
import type { BundledModule } from "./scope.ts";

/** The texts of `.d.ts` files. */
export interface PublicDeclarations {
  readonly sdk: string;
  /** imports the SDK's as `./index.js` */
  readonly react: string;
  readonly element: string;
}

/**
 * Reads the sources with the compiler. Its errors are for `npm run check`: here a type that cannot be declared throws.
 * The compiler's interface is marked unstable: package.json pins its version.
 */
export function publicDeclarations(root: string): PublicDeclarations {
  const config = `${root}src/build/declarations/public.tsconfig.json`;
  const api = new API({ cwd: root });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error(`${config} is no project`);
    const bundle = (source: string, specifier: string, imports: readonly BundledModule[] = []) =>
      bundleDeclarations({ project, entry: `${root}src/${source}`, specifier, imports });
    const sdk = bundle("client/index.ts", "./index.js");
    const react = bundle("client/react/index.ts", "./react.js", [sdk]);
    const element = bundle("embed/element-types.ts", "./element.js");
    return { sdk: sdk.text, react: react.text, element: element.text };
  } finally {
    api.close();
  }
}
