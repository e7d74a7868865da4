import type { Env } from "../../../src/worker/env.ts";
import type worker from "../../../src/worker/index.ts";

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: { default: typeof worker };
    }
    interface Env extends MajlisEnv {}
  }
  type MajlisEnv = Env;
}
