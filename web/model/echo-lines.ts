// Keeps a transcript's echo lines up to date: one line a message, which fills up as chunks arrive and gets its verdict
// once every byte was compared, or when the connection ends before.
//
//   chunk ──► ByteLedger ──echoes──► EchoLines ──one line a message──► Transcript

import { MAX_PREVIEW_BYTES } from '../../server/protocol/limits.ts';
import type { MessageEcho } from './byte-ledger.ts';
import { formatBytes, formatCount, formatPlural } from './format.ts';
import type { Instant } from './instant.ts';
import { previewBytes } from './preview.ts';
import type { EchoLine, EchoStatus, Transcript } from './transcript.ts';

/** The line of a message whose echo is not complete. */
interface OpenLine {
  id: number;
  /** Where in the message the line begins: 0, or later when an earlier line was dropped meanwhile. */
  start: number;
  /** Offset of the echo's first byte in what was received. */
  receivedFrom: number;
  /** The first bytes from there on. */
  head: Uint8Array;
  isDifferent: boolean;
}

export class EchoLines {
  readonly #transcript: Transcript;
  readonly #connection: number;
  readonly #open = new Map<number, OpenLine>();

  /** `connection`: number of the connection that all of them belong to. */
  constructor(transcript: Transcript, connection: number) {
    this.#transcript = transcript;
    this.#connection = connection;
  }

  /**
   * Shows that a chunk, received at offset `from`, brought the bytes of these `echoes`, one behind the other from its
   * start. Returns how many of them turned out different just now.
   */
  received(echoes: readonly MessageEcho[], chunk: Uint8Array, from: number, now: Instant): number {
    let different = 0;
    let position = 0;
    for (const echo of echoes) {
      const part = chunk.subarray(position, position + echo.chunkBytes);
      const partFrom = from + position;
      position += echo.chunkBytes;
      const isComplete = echo.echoedBytes === echo.bytes;
      const wasDifferent = this.#open.get(echo.message)?.isDifferent ?? false;
      if (echo.difference && !wasDifferent) different += 1;
      this.#show(echo, echo.difference ? 'differs' : isComplete ? 'match' : 'partial', now, part, partFrom);
      if (isComplete) this.#open.delete(echo.message);
    }
    return different;
  }

  /**
   * The connection has ended while these echoes were `outstanding`: says which bytes were sent and did not come back,
   * and which were never sent. Returns how many messages lost bytes, without those that were different already.
   */
  lost(outstanding: readonly MessageEcho[], now: Instant): number {
    const lost = outstanding.filter((echo) => echo.sentBytes > echo.echoedBytes);
    for (const echo of lost) {
      if (echo.difference === undefined && this.#lineOf(echo.message)) {
        this.#show(echo, 'lost', now, new Uint8Array());
      }
    }
    this.#open.clear();
    this.#noteMissing('Lost', lost, 'echoedBytes', 'sentBytes', now);
    const unsent = outstanding.filter((echo) => echo.bytes > echo.sentBytes);
    this.#noteMissing('Never sent', unsent, 'sentBytes', 'bytes', now);
    return lost.filter((echo) => echo.difference === undefined).length;
  }

  /** Notes the bytes of `echoes` that lie between two of their counts, with the offset of the first. */
  #noteMissing(
    what: string,
    echoes: readonly MessageEcho[],
    from: 'echoedBytes' | 'sentBytes',
    to: 'sentBytes' | 'bytes',
    now: Instant,
  ): void {
    const [first] = echoes;
    if (first === undefined) return;
    const missing = echoes.reduce((sum, echo) => sum + echo[to] - echo[from], 0);
    const connection = this.#connection;
    const text = `${what} from offset ${formatCount(first.offset + first[from])}: ${formatBytes(missing)} of ${formatPlural(echoes.length, 'message')}`;
    this.#transcript.append({ kind: 'note', tone: 'bad', wallMs: now.wallMs, connection, text });
  }

  /** The message's line, unless there is none yet or it was dropped. */
  #lineOf(message: number): EchoLine | undefined {
    const open = this.#open.get(message);
    const line = open && this.#transcript.byId(open.id);
    return line?.kind === 'echo' ? line : undefined;
  }

  #show(echo: MessageEcho, status: EchoStatus, now: Instant, part: Uint8Array, partFrom = 0): void {
    const before = this.#lineOf(echo.message);
    const open = this.#open.get(echo.message);
    const known = before && open;
    const receivedFrom = open?.receivedFrom ?? partFrom;
    const start = known?.start ?? echo.echoedBytes - echo.chunkBytes;
    const head = extended(known?.head ?? new Uint8Array(), part);
    const { message, offset, bytes, echoedBytes, chunks, durationMs, difference } = echo;
    const content = {
      kind: 'echo',
      wallMs: before?.wallMs ?? now.wallMs,
      connection: this.#connection,
      preview: `${start > 0 ? '…' : ''}${previewBytes(head, bytes - start)}`,
      message,
      offset,
      receivedFrom,
      bytes,
      echoedBytes,
      chunks,
      durationMs,
      status,
      difference,
    } as const;
    if (before) this.#transcript.replace({ ...content, id: before.id });
    const id = before?.id ?? this.#transcript.append(content);
    this.#open.set(message, { id, start, receivedFrom, head, isDifferent: difference !== undefined });
  }
}

/** `head` with as much of `part` as a preview has room for. */
function extended(head: Uint8Array, part: Uint8Array): Uint8Array {
  const more = part.subarray(0, MAX_PREVIEW_BYTES - head.length);
  if (more.length === 0) return head;
  const joined = new Uint8Array(head.length + more.length);
  joined.set(head);
  joined.set(more, head.length);
  return joined;
}
