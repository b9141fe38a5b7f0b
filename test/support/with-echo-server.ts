// An echo server on a free port of the loopback address, with the transcript of its life cycle.

import { type EchoServer, type EchoServerOptions, listenEcho } from '../../server/net/echo/echo-server.ts';
import { EchoTranscript } from './echo-transcript.ts';

export interface EchoServerUnderTest {
  readonly server: EchoServer;
  readonly port: number;
  readonly transcript: EchoTranscript;
}

/** Runs `test` with an echo server; it is closed afterwards, and its connections with it. */
export async function withEchoServer(
  options: EchoServerOptions,
  test: (server: EchoServerUnderTest) => Promise<void>,
): Promise<void> {
  const transcript = new EchoTranscript();
  const server = await listenEcho({ port: 0, ...options }, transcript);
  try {
    await test({ server, port: server.endpoint.port, transcript });
  } finally {
    await server.close(0);
  }
}
