/** The product's version, sent in `welcome` and by `GET /health`. A test compares it with package.json. */
export const VERSION = "0.1.0";
