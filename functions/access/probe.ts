import type { Probe } from '../../domain/access/decide-access.ts';
import { NEEDED } from '../../domain/access/needed.ts';
import { TaskError } from '../../domain/errors.ts';
import type { AccessQuestion, KubernetesApi, KubernetesPort } from '../../domain/ports/kubernetes.ts';

/** The answer about the fleet's access that an error of the API gives; other errors are no answer to that. */
export function probeOf(error: unknown): Probe {
  if (error instanceof TaskError) {
    if (error.name === 'KubernetesUnreachable') return { is: 'unreachable', why: error.message };
    if (error.name === 'KubernetesUnauthorized') return { is: 'unknown', why: error.message };
    if (error.name === 'KubernetesForbidden') return { is: 'denied', why: error.message };
  }
  throw error;
}

/** The most questions that go by a forwarder at once: each is an invocation, of which an account has a thousand. */
const FORWARDED_AT_ONCE = 4;

/** The first question that is answered with no; those after it are not asked where all cannot be at once. */
async function firstDenied(
  questions: readonly AccessQuestion[],
  api: KubernetesApi,
  kubernetes: KubernetesPort,
): Promise<AccessQuestion | undefined> {
  const width = api.forwarder === undefined ? questions.length : FORWARDED_AT_ONCE;
  for (let from = 0; from < questions.length; from += width) {
    const asked = questions.slice(from, from + width);
    const answers = await Promise.all(asked.map((question) => kubernetes.can(api, question)));
    const missing = asked.find((_question, index) => answers[index] === false);
    if (missing) return missing;
  }
  return undefined;
}

/** Asks the API itself, as the fleet's role, whether it would do all that the fleet needs. */
export async function probe(api: KubernetesApi, kubernetes: KubernetesPort): Promise<Probe> {
  const [first, ...others] = NEEDED as readonly [AccessQuestion, ...AccessQuestion[]];
  try {
    // Its answer tells whether anybody answers: only then are the others worth asking.
    if (!(await kubernetes.can(api, first))) return denied(first);
    const missing = await firstDenied(others, api, kubernetes);
    return missing ? denied(missing) : { is: 'allowed' };
  } catch (error) {
    return probeOf(error);
  }
}

const denied = ({ verb, resource }: AccessQuestion): Probe => ({
  is: 'denied',
  why: `its role may not ${verb} ${resource}`,
});
