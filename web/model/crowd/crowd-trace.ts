// What became of one client of a crowd, phase by phase. It is told what happens and when; times are milliseconds since
// the crowd's start.
//
//   dialling │ waiting │served│ thinking │ waiting │served│ leaving │ finished
//   dial     open      byte   echo       sent      byte   FIN       close
//
// A server that turns to it only later has let the kernel accept the connection: then `waiting` is long.

export type CrowdPhase = 'dialling' | 'waiting' | 'served' | 'thinking' | 'leaving';

/** How it ended: in order, with a failure, or because the crowd was stopped. */
export type CrowdEnd = 'finished' | 'failed' | 'stopped';

/** A phase that has passed, or, without `toMs`, the one that lasts. */
export interface Stretch {
  readonly phase: CrowdPhase;
  readonly fromMs: number;
  toMs: number | undefined;
}

export class ClientTrace {
  /** From 1, at its target. */
  readonly client: number;
  readonly #stretches: Stretch[] = [];
  #establishedAtMs: number | undefined;
  #firstEchoAtMs: number | undefined;
  #lastByteAtMs: number | undefined;
  #finAtMs: number | undefined;
  #echoes = 0;
  #end: { readonly how: CrowdEnd; readonly atMs: number; readonly reason: string } | undefined;

  constructor(client: number) {
    this.client = client;
  }

  /** Its phases so far, one behind the other; at most three for each message and two more. */
  get stretches(): readonly Stretch[] {
    return this.#stretches;
  }

  /** What it does now; undefined before it dialled and after its end. */
  get phase(): CrowdPhase | undefined {
    return this.#end === undefined ? this.#stretches.at(-1)?.phase : undefined;
  }

  get dialledAtMs(): number | undefined {
    return this.#stretches[0]?.fromMs;
  }

  get establishedAtMs(): number | undefined {
    return this.#establishedAtMs;
  }

  /** When the first byte of its first echo came. */
  get firstEchoAtMs(): number | undefined {
    return this.#firstEchoAtMs;
  }

  get finAtMs(): number | undefined {
    return this.#finAtMs;
  }

  /** Messages whose whole echo came. */
  get echoes(): number {
    return this.#echoes;
  }

  get end(): CrowdEnd | undefined {
    return this.#end?.how;
  }

  get endedAtMs(): number | undefined {
    return this.#end?.atMs;
  }

  /** Why it failed, in a few words; empty unless it did. */
  get reason(): string {
    return this.#end?.reason ?? '';
  }

  /** From its dial to its first echo, in milliseconds; undefined while there is none. */
  get waitedMs(): number | undefined {
    const { dialledAtMs, firstEchoAtMs } = this;
    return dialledAtMs === undefined || firstEchoAtMs === undefined ? undefined : firstEchoAtMs - dialledAtMs;
  }

  /**
   * Until when the server was busy with it: to its FIN, since what comes after a FIN can only follow it; to the last byte
   * that came if it failed, whose end is seen late; undefined while it lasts or never began.
   */
  get servedToMs(): number | undefined {
    if (this.#firstEchoAtMs === undefined) return undefined;
    if (this.#finAtMs !== undefined) return this.#finAtMs;
    return this.#end?.how === 'failed' ? this.#lastByteAtMs : this.#end?.atMs;
  }

  dialled(atMs: number): void {
    this.#enter('dialling', atMs);
  }

  established(atMs: number): void {
    this.#establishedAtMs = atMs;
    this.#enter('waiting', atMs);
  }

  /** Handed a message to the connection. */
  sent(atMs: number): void {
    if (this.phase !== 'waiting') this.#enter('waiting', atMs);
  }

  /** Bytes of an echo came; `whole` says that they complete it. */
  received(atMs: number, whole: boolean): void {
    this.#firstEchoAtMs ??= atMs;
    this.#lastByteAtMs = atMs;
    if (this.phase !== 'served') this.#enter('served', atMs);
    if (!whole) return;
    this.#echoes += 1;
    this.#enter('thinking', atMs);
  }

  finSent(atMs: number): void {
    this.#finAtMs = atMs;
    this.#enter('leaving', atMs);
  }

  finished(atMs: number): void {
    this.#finish('finished', atMs, '');
  }

  failed(atMs: number, reason: string): void {
    this.#finish('failed', atMs, reason);
  }

  stopped(atMs: number): void {
    this.#finish('stopped', atMs, '');
  }

  #enter(phase: CrowdPhase, atMs: number): void {
    this.#leave(atMs);
    this.#stretches.push({ phase, fromMs: atMs, toMs: undefined });
  }

  /** An echo can come in no time at all and is kept; of any other phase nothing is left then. */
  #leave(atMs: number): void {
    const last = this.#stretches.at(-1);
    if (last === undefined) return;
    if (last.fromMs === atMs && last.phase !== 'served' && this.#stretches.length > 1) this.#stretches.pop();
    else last.toMs = atMs;
  }

  #finish(how: CrowdEnd, atMs: number, reason: string): void {
    if (this.#end !== undefined) return;
    const last = this.#stretches.at(-1);
    if (last !== undefined) last.toMs = atMs;
    this.#end = { how, atMs, reason };
  }
}
