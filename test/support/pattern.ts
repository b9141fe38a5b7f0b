// Bytes to send in tests, such that a lost, doubled or moved byte shows.

/** `length` bytes in which every offset differs from its neighbours and from those 256 and 65,536 further on. */
export function pattern(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let i = 0; i < length; i += 1) bytes[i] = (i ^ (i >> 8) ^ (i >> 16)) & 0xff;
  return bytes;
}
