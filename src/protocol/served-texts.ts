/** Where a deployment serves texts of its repository, in plain text. The build copies them. */
export const PROTOCOL_PATH = "/protocol.txt";
export const LICENCE_PATH = "/license.txt";
