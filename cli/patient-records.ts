import { TaskError } from '../domain/errors.ts';
import type { RecordsPort } from '../domain/ports/records.ts';

const ATTEMPTS = 6;

/**
 * Reads that try again while somebody is just writing what they read. In a workflow the state machine does that; a
 * command has to do it itself. `sleep` is given milliseconds.
 */
export function patient(records: RecordsPort, sleep: (ms: number) => Promise<void>): RecordsPort {
  return {
    read: async (subject, names) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await records.read(subject, names);
        } catch (error) {
          const isOver = !(error instanceof TaskError) || error.name !== 'Throttled' || attempt === ATTEMPTS;
          if (isOver) throw error;
          await sleep(100 * attempt * (0.5 + Math.random()));
        }
      }
    },
  };
}
