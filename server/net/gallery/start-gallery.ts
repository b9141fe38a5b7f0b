// Keeps each server of the gallery running in a process of its own: one of them dies of its bug, another fills its memory, and
// neither must touch the rest.

import type { Logger } from 'pino';
import { GALLERY } from '../../core/targets/gallery.ts';
import type { HealthListener } from '../../core/targets/health.ts';
import { endModule, explainEnd, forkModule, KeptProcess } from '../children/kept-process.ts';
import { builtFile } from '../children/own-files.ts';
import type { Listening } from './run-broken.ts';

const RUN_MODULE = builtFile('server/net/gallery/run-broken.js');

export interface GalleryOptions {
  /** Address or name; each server listens there on any free port. */
  readonly host: string;
  /** Who is told how the server of that name is. */
  readonly healthOf: (name: string) => HealthListener;
  readonly logger: Logger;
}

export interface Gallery {
  /** Ends all of them. No process is left when it resolves. */
  close(): Promise<void>;
}

/** Starts all of them, in the background. It never throws: health tells what is up. */
export function startGallery({ host, healthOf, logger }: GalleryOptions): Gallery {
  let isClosing = false;
  const kept = GALLERY.map(({ name }) => {
    const health = healthOf(name);
    return new KeptProcess({
      spawn: () => forkModule(RUN_MODULE, [name, host]),
      onStart: (child) => {
        child.on('message', (message: Partial<Listening>) => {
          if (message.listening) health.up(message.listening);
        });
      },
      onEnd: (end) => {
        if (isClosing) return false;
        const how = explainEnd(end);
        logger.info(`${name} ${how}; it is started again`);
        health.down(`Its process ${how}; it is started again in a moment.`);
        return true;
      },
      askToEnd: endModule,
    });
  });
  return {
    async close() {
      isClosing = true;
      await Promise.all(kept.map((process) => process.close()));
    },
  };
}
