/** The product's version, sent in `welcome` and by `GET /health`. A test compares it with package.json. */
export const VERSION = "0.1.0";

/** The file of the Python SDK of this version, which a deployment serves below `/python/`. */
export const PYTHON_WHEEL = `majlis-${VERSION}-py3-none-any.whl`;
