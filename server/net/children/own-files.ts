// Where the files of this program lie that a child process runs. The compiler puts what it makes of server/ into
// dist/server/, and copies nothing else; tests run the sources themselves, whose children then run what was built.
//
//   REPOSITORY/server/net/children/own-files.ts        sources, in tests
//   REPOSITORY/dist/server/net/children/own-files.js   built

import { fileURLToPath } from 'node:url';

const isBuilt = import.meta.url.endsWith('.js');
const repository = new URL(isBuilt ? '../../../../' : '../../../', import.meta.url);

/** The path of a built module, such as `server/net/models/forked-worker.js`. */
export function builtFile(path: string): string {
  return fileURLToPath(new URL(`dist/${path}`, repository));
}

/** The path of a file that is not compiled, such as `server/net/models/echo-threads.py`. */
export function sourceFile(path: string): string {
  return fileURLToPath(new URL(path, repository));
}
