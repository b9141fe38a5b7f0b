// Why a server could not listen, as one line that says what to do; for the echo server and the page alike.

import { formatEndpoint } from '../protocol/endpoint.ts';

/** Where a server was to listen, and the flags that would change it. */
export interface ListenRequest {
  /** Address or name. */
  readonly host: string;
  readonly port: number;
  readonly flags: ListenFlags;
}

export interface ListenFlags {
  /** Such as `--echo-host`. */
  readonly host: string;
  /** Such as `--echo-port`. */
  readonly port: string;
}

/** Listening failed; `code` is the system's errno name and `message` one line for the operator. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly code: string;

  constructor(request: ListenRequest, code: string, cause: unknown) {
    super(explainListenFailure(request, code), { cause });
    this.code = code;
  }
}

/** The line for an errno of name resolution, `bind(2)` or `listen(2)`. */
export function explainListenFailure(request: ListenRequest, code: string): string {
  const where = formatEndpoint({ address: request.host, port: request.port });
  return `Cannot listen on ${where}: ${explain(request, code)}`;
}

function explain({ flags }: ListenRequest, code: string): string {
  switch (code) {
    case 'EADDRINUSE':
      return `the port is in use. Stop the other process or choose another with ${flags.port}.`;
    case 'EADDRNOTAVAIL':
      return `this machine has no such address. Choose one of its own with ${flags.host}.`;
    case 'EACCES':
    case 'EPERM':
      return `this process may not use the port. Choose one from 1024 on with ${flags.port}.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
      return `the name does not resolve. Give an address or another name with ${flags.host}.`;
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return `the system does not take an address of that kind. Choose another with ${flags.host}.`;
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open. Raise the limit (ulimit -n).';
    default:
      return `the system says ${code}. Choose another address with ${flags.host} or port with ${flags.port}.`;
  }
}
