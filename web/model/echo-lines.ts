// Keeps a transcript's echo lines up to date: one line a message, which fills up as chunks arrive and gets its verdict
// once every byte was compared, or when the connection ends before.

import type { MessageEcho } from './byte-ledger.ts';
import { formatBytes, formatCount, formatPlural } from './format.ts';
import type { Instant } from './instant.ts';
import { MAX_PREVIEW_BYTES, previewBytes } from './preview.ts';
import type { EchoLine, EchoStatus, Transcript } from './transcript.ts';

export class EchoLines {
  readonly #transcript: Transcript;
  /** Line of each message whose echo is not complete. */
  readonly #lineOfMessage = new Map<number, number>();

  constructor(transcript: Transcript) {
    this.#transcript = transcript;
  }

  /**
   * Shows that a chunk brought the bytes of these `echoes`, one behind the other from its start.
   * Returns how many of them turned out different just now.
   */
  received(echoes: readonly MessageEcho[], chunk: Uint8Array, now: Instant): number {
    let different = 0;
    let position = 0;
    for (const echo of echoes) {
      const before = this.#lineOf(echo.message);
      const part = chunk.subarray(position, position + MAX_PREVIEW_BYTES);
      position += echo.echoedBytes - (before?.echoedBytes ?? 0);
      const isComplete = echo.echoedBytes === echo.bytes;
      const status = echo.difference ? 'differs' : isComplete ? 'match' : 'partial';
      if (status === 'differs' && before?.status !== 'differs') different += 1;
      this.#show(echo, status, now, part);
      if (isComplete) this.#lineOfMessage.delete(echo.message);
    }
    return different;
  }

  /**
   * The connection has ended while these echoes were `outstanding`; the stream's bytes from `fromOffset` on are lost.
   * Returns how many messages lost bytes.
   */
  lost(outstanding: readonly MessageEcho[], fromOffset: number, now: Instant): number {
    if (outstanding.length === 0) return 0;
    for (const echo of outstanding) {
      if (this.#lineOf(echo.message)) this.#show(echo, 'lost', now, new Uint8Array());
    }
    this.#lineOfMessage.clear();
    const missing = outstanding.reduce((sum, echo) => sum + echo.bytes - echo.echoedBytes, 0);
    const what = `${formatBytes(missing)} of ${formatPlural(outstanding.length, 'message')}`;
    this.#transcript.append({
      kind: 'note',
      tone: 'bad',
      wallMs: now.wallMs,
      text: `Lost ${what} from offset ${formatCount(fromOffset)}`,
    });
    return outstanding.length;
  }

  /** The message's line, unless there is none yet or it was dropped. */
  #lineOf(message: number): EchoLine | undefined {
    const id = this.#lineOfMessage.get(message);
    const line = id === undefined ? undefined : this.#transcript.byId(id);
    return line?.kind === 'echo' ? line : undefined;
  }

  #show(echo: MessageEcho, status: EchoStatus, now: Instant, part: Uint8Array): void {
    const before = this.#lineOf(echo.message);
    const { message, offset, bytes, echoedBytes, chunks, durationMs, difference } = echo;
    const content = {
      kind: 'echo',
      wallMs: before?.wallMs ?? now.wallMs,
      preview: before?.preview ?? previewBytes(part.subarray(0, Math.min(part.length, echoedBytes)), bytes),
      message,
      offset,
      bytes,
      echoedBytes,
      chunks,
      durationMs,
      status,
      difference,
    } as const;
    if (before) this.#transcript.replace({ ...content, id: before.id });
    else this.#lineOfMessage.set(message, this.#transcript.append(content));
  }
}
