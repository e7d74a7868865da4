/** Why a site's token is refused: for the developer who makes tokens. Only what its sender knows already is said of it. */
import { failure } from "../../protocol/errors.ts";
import type { TokenRefusal } from "../../room/identity/identify.ts";
import { TOKEN_TOO_LONG } from "../../transport/handshake.ts";

export const TOKEN_PROBLEMS = {
  length: TOKEN_TOO_LONG,
  form: "A site's token is a JWT: three parts of base64url, of which two are JSON objects without a field twice.",
  header:
    'The header of a site\'s token has "alg", "kid" and perhaps "typ": "JWT"; never a key, or where to find one.',
  key: 'No key that counts in this room has the "iss" and "kid" of this token.',
  alg: 'The "alg" of this token is not that of its key.',
  signature: "The signature of this token is wrong.",
  iss: 'The "iss" of this token is not that of its key.',
  aud: 'The "aud" of this token must be the URL of this room, or the origin of this deployment.',
  creation_aud: 'The "aud" of a token that creates a room must be the origin of this deployment.',
  room_aud: 'The "aud" of this token must be the URL of this room, whose own key signed it.',
  sub: 'The "sub" of this token must be 1 to 255 characters that name your user.',
  exp: 'The "exp" of this token must be a number of seconds since 1970, at most 24 hours ahead.',
  nbf: 'The "nbf" of this token must be a number of seconds since 1970 that has passed.',
  iat: 'The "iat" of this token must be a number of seconds since 1970 that has passed.',
  jti: 'The "jti" of this token must be 1 to 255 characters that name it.',
  name: 'The "name" of this token must be a name that a member may have.',
  role: 'The "role" of this token must be one that its key may give.',
} as const;

export type TokenProblem = keyof typeof TOKEN_PROBLEMS;

export function isTokenProblem(claim: string): claim is TokenProblem {
  return Object.hasOwn(TOKEN_PROBLEMS, claim);
}

export function tokenFailure(problem: TokenProblem): TokenRefusal {
  return { ...failure("invalid_token", TOKEN_PROBLEMS[problem]), code: "invalid_token" };
}
