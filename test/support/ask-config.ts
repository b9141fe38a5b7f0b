// The config as a test asks for it, and the one line with which it is refused.

import { ConfigError, type Environment, type GivenFlag, parseConfig } from '../../server/core/config.ts';
import type { Field } from '../../server/core/settings.ts';

/** The config of these flags and this environment. */
export const parse = (flags: Partial<Record<Field, GivenFlag>>, environment: Environment = {}) =>
  parseConfig({ flags, environment });

/** The line with which `run` refuses. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}
