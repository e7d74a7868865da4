/** A known path with a method that it does not take: 405 with `Allow` (RFC 9110 §15.5.6; SPEC HTTP-7). */
import type { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { failure } from "../../protocol/errors.ts";
import type { AppEnv } from "../env.ts";
import { problem } from "../problem.ts";

/** Use it after the middleware whose own 404s must stay 404s. */
export function methodProblems(app: Hono<AppEnv>) {
  return methodNotAllowed({
    app,
    onMethodNotAllowed: ({ res }, methods) => {
      // hono copies the headers of the 404 that this replaces, which may be a page that varies by language.
      res.headers.delete("Vary");
      const Allow = methods.join(", ");
      return problem(failure("method_not_allowed", `This URL accepts ${Allow}.`), { Allow });
    },
  });
}
