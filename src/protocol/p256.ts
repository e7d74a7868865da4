/** The curve P-256 (NIST SP 800-186 §3.2.1.3): a key that is no point of it is one that was copied wrongly. */

const PRIME = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** True if the point with these coordinates, 32 bytes each, is on the curve y² = x³ − 3x + b. */
export function isOnP256(xBytes: Uint8Array, yBytes: Uint8Array): boolean {
  const x = toInteger(xBytes);
  const y = toInteger(yBytes);
  return x < PRIME && y < PRIME && (y * y - (x * x * x - 3n * x + B)) % PRIME === 0n;
}

function toInteger(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}
