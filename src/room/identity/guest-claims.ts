/** What a guest's token and ticket key say of them. */
export interface GuestClaims {
  readonly member: string;
  readonly name: string;
  /** in seconds since 1970, as in a JWT (RFC 7519 §4.1.4) */
  readonly exp: number;
}
