/** The product's version, told in `welcome` and by `GET /health`. A test holds it equal to package.json's. */
export const VERSION = "0.1.0";
