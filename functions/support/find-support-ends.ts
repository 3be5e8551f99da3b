import type * as z from 'zod';
import { ERRORS, TaskError } from '../../domain/errors.ts';
import type { ClusterRef } from '../../domain/operation/subject.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import { decideSupportEnd, type SupportEnd } from '../../domain/support/support-end.ts';
import { invocation } from '../runtime/invocation.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { supportTasks } from './contracts.ts';

/** Characters of a reason: of a hundred the payload has room. */
const MOST_SAID = 500;
/** A look that is begun with less time than this is left for the next invocation. */
const LOOK_MS = 10_000;

interface Seeing {
  readonly eks: Pick<EksPort, 'describeCluster'>;
  readonly registry: Pick<RegistryPort, 'toldSupport'>;
}

async function endOf(cluster: ClusterRef, today: string, ports: Seeing): Promise<SupportEnd | undefined> {
  const [observed, told] = await Promise.all([
    ports.eks.describeCluster(cluster.name),
    ports.registry.toldSupport(cluster.arn),
  ]);
  if (!observed) return undefined;
  const supportType = observed.upgradePolicy?.supportType ?? 'EXTENDED';
  return decideSupportEnd({ cluster, version: observed.version, supportType, today }, told);
}

type Input = z.output<typeof supportTasks.findSupportEnds.input>;
interface Ports extends Seeing {
  readonly invocation: { remainingMs(): number };
}

/** The reason to pass over a cluster. Throws what passes by itself, and what nobody foresaw. */
function notSeenBecause(error: unknown): string {
  if (!(error instanceof TaskError) || ERRORS[error.name].retry === 'backoff') throw error;
  return `${error.name}: ${error.message}`.slice(0, MOST_SAID);
}

/**
 * Looks which clusters come to the end of their version's support, one after the other, for as long as there is time. It
 * changes nothing, so it may run as often as it likes.
 */
export async function findSupportEnds({ clusters, at }: Input, ports: Ports) {
  const ends: SupportEnd[] = [];
  const notSeen: { cluster: string; reason: string }[] = [];
  let looked = 0;
  for (const cluster of clusters) {
    if (looked > 0 && ports.invocation.remainingMs() < LOOK_MS) break;
    try {
      const end = await endOf(cluster, at.slice(0, 10), ports);
      if (end) ends.push(end);
    } catch (error) {
      // The workflow tries the first again; a later one is left for the next look to begin with.
      if (looked > 0 && error instanceof TaskError && ERRORS[error.name].retry === 'backoff') break;
      notSeen.push({ cluster: cluster.name, reason: notSeenBecause(error) });
    }
    looked += 1;
  }
  return { outcome: 'Found' as const, ends, looked, notSeen };
}

export const handler = task(supportTasks.findSupportEnds, { eks, invocation, registry }, (input, ports) =>
  findSupportEnds(input, ports),
);
