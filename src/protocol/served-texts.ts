/** Where a deployment serves texts of its repository, in plain text. The build copies them. */
export const PROTOCOL_PATH = "/protocol.txt";
export const LICENCE_PATH = "/license.txt";

/** Where a deployment serves the description of its HTTP side (SPEC HTTP-25). The build makes it. */
export const OPENAPI_PATH = "/openapi.json";
