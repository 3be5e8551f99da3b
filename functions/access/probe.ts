import type { Probe } from '../../domain/access/decide-access.ts';
import { NEEDED } from '../../domain/access/needed.ts';
import { TaskError } from '../../domain/errors.ts';
import type { AccessQuestion, KubernetesApi, KubernetesPort } from '../../domain/ports/kubernetes.ts';

/** What errors of the API say of the fleet's access; others are no answer to that. */
export function probeOf(error: unknown): Probe {
  if (error instanceof TaskError) {
    if (error.name === 'KubernetesUnreachable') return { is: 'unreachable', why: error.message };
    if (error.name === 'KubernetesUnauthorized') return { is: 'unknown', why: error.message };
    if (error.name === 'KubernetesForbidden') return { is: 'denied', why: error.message };
  }
  throw error;
}

/** Asks the API itself, as the fleet's role, whether it would do all that the fleet needs. */
export async function probe(api: KubernetesApi, kubernetes: KubernetesPort): Promise<Probe> {
  const [first, ...others] = NEEDED as readonly [AccessQuestion, ...AccessQuestion[]];
  try {
    // Its answer tells whether anybody answers: only then are the others worth asking, all at once.
    if (!(await kubernetes.can(api, first))) return denied(first);
    const answers = await Promise.all(others.map((question) => kubernetes.can(api, question)));
    const missing = others.find((_question, index) => answers[index] === false);
    return missing ? denied(missing) : { is: 'allowed' };
  } catch (error) {
    return probeOf(error);
  }
}

const denied = ({ verb, resource }: AccessQuestion): Probe => ({
  is: 'denied',
  why: `its role may not ${verb} ${resource}`,
});
