// Bytes as `hexdump -C` prints them: the offset, sixteen bytes in two groups of eight, and what of them is ASCII.
//
//   00000010  77 6f 72 6c 64 0d 0a 00  ff                       |world....|

/** Bytes of a row, and of a narrow one. */
export const ROW_BYTES = 16;
export const NARROW_ROW_BYTES = 8;

const GROUP_BYTES = 8;

/** One row of a hex dump. */
export interface HexRow {
  /** Offset of the first byte in its stream. */
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** `bytes`, which begin at offset `from` of their stream, cut into rows. */
export function hexRows(bytes: Uint8Array, from: number, rowBytes = ROW_BYTES): HexRow[] {
  const rows: HexRow[] = [];
  for (let start = 0; start < bytes.length; start += rowBytes) {
    rows.push({ offset: from + start, bytes: bytes.subarray(start, start + rowBytes) });
  }
  return rows;
}

/** `0a`. */
export function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** `00000010`. */
export function hexOffset(offset: number): string {
  return offset.toString(16).padStart(8, '0');
}

/** The character of a printable ASCII byte, else a dot. */
export function asciiOf(byte: number): string {
  return isPrintable(byte) ? String.fromCharCode(byte) : '.';
}

export function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}

/** Whether a gap comes before the byte at this place of a row. */
export function beginsGroup(place: number): boolean {
  return place > 0 && place % GROUP_BYTES === 0;
}

/** One byte in words: `offset 17: 0x65, 101, “e”`. */
export function byteWords(offset: number, byte: number): string {
  const character = isPrintable(byte) ? `, “${String.fromCharCode(byte)}”` : '';
  return `offset ${offset}: 0x${hexByte(byte)}, ${byte}${character}`;
}

/** A row as `hexdump -C` prints it, for copying. */
export function hexRowText({ offset, bytes }: HexRow): string {
  let hex = '';
  for (let place = 0; place < ROW_BYTES; place += 1) {
    const byte = bytes[place];
    hex += `${beginsGroup(place) ? '  ' : ' '}${byte === undefined ? '  ' : hexByte(byte)}`;
  }
  return `${hexOffset(offset)} ${hex}  |${Array.from(bytes, asciiOf).join('')}|`;
}
