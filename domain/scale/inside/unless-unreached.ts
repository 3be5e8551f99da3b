import { TaskError } from '../../errors.ts';
import type { NotReached } from './inside.ts';

const NO_ANSWER: ReadonlySet<string> = new Set([
  'KubernetesUnreachable',
  'KubernetesUnauthorized',
  'KubernetesForbidden',
]);

/**
 * The API's answer, or the reason why it does not answer the fleet. An error that is over in a moment is thrown, and
 * tried again.
 */
export async function unlessUnreached<Seen extends object>(asked: Promise<Seen>): Promise<Seen | NotReached> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof TaskError && NO_ANSWER.has(error.name))) throw error;
    const isForbidden = error.name === 'KubernetesForbidden';
    return { why: error.message, ...(isForbidden ? { isForbidden } : {}) };
  }
}
