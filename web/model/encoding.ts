// Types alone: the two classes of the WHATWG Encoding Standard that this floor uses. Every runtime has them, but
// TypeScript declares them only together with all of the DOM, which must not be visible here.

declare global {
  class TextEncoder {
    encode(text: string): Uint8Array<ArrayBuffer>;
  }

  class TextDecoder {
    constructor(label: 'utf-8', options: { readonly fatal: boolean; readonly ignoreBOM: boolean });
    decode(bytes: Uint8Array): string;
  }
}

export {};
