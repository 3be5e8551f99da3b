import { parse } from 'yaml';
import type { Finding } from '../../domain/cluster-config/problem.ts';
import { toProblem } from '../../domain/cluster-config/problem.ts';
import { keptVersion } from '../../domain/decide/kept-version.ts';
import { lookAt } from '../../domain/observe/look.ts';
import { refusalsOf } from '../../domain/observe/refusals.ts';
import type { Target } from '../../domain/observe/target.ts';
import { type RequestProblem, toRequestProblem } from '../../domain/operation/request.ts';
import type { DescribedCluster } from '../../domain/ports/eks.ts';
import { foreignProblem } from '../../domain/registry/foreign.ts';
import { asleepOf } from '../../domain/scale/memory/memory.ts';
import { account } from '../runtime/ports/account/account.ts';
import { accountFacts } from '../runtime/ports/account/account-facts.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { logGroups } from '../runtime/ports/resources/log-groups.ts';
import { network } from '../runtime/ports/resources/network.ts';
import { pullThroughCache } from '../runtime/ports/resources/pull-through-cache.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';
import { readDocument } from './target.ts';

/** A state's payload has a bound, which a document of very many mistakes would pass. */
const MOST_TOLD = 50;

function told(name: string, findings: readonly Finding[]): RequestProblem[] {
  const first = findings.slice(0, MOST_TOLD).map((finding) => toRequestProblem(toProblem(name, finding)));
  const left = findings.length - first.length;
  return left > 0
    ? [...first, { path: '', message: `and ${left} more, which \`apply --dry-run\` tells` }]
    : first;
}

/** The version that the document asks for, where only an upgrade would bring it. */
function ofVersion(
  { config }: Pick<Target, 'config'>,
  observed: DescribedCluster | undefined,
): RequestProblem[] {
  const kept = keptVersion(config, observed?.version);
  if (kept?.means !== 'DocumentAhead') return [];
  return [{ path: 'metadata.version', message: `the cluster ${kept.text}: ${kept.todo}` }];
}

/**
 * Looks at everything that a refusal could come from, before anything is changed, and records the facts that later
 * steps need. What if this runs twice? It records the newer look.
 */
export const handler = task(
  createTasks.planCluster,
  {
    account,
    accountFacts,
    contents,
    eks,
    logGroups,
    network,
    operations,
    pullThroughCache,
    records,
    stacks,
  },
  async ({ operation }, ports) => {
    const document = await readDocument(operation, ports);
    const { name } = document.config.metadata;
    const [availabilityZones, observed, { registered, memory }] = await Promise.all([
      ports.network.availabilityZones(),
      ports.eks.describeCluster(name),
      ports.records.read(operation.cluster, ['registered', 'memory']),
    ]);
    const foreign = foreignProblem(operation.cluster, observed, registered);
    if (foreign) return { outcome: 'Refused' as const, problems: [foreign] };
    const asleep = memory ? { asleep: asleepOf(memory) } : {};
    const known = { ...document, account: { ...document.account, availabilityZones }, ...asleep };
    const { target, judgement, changes } = await lookAt(
      { target: known, observed, compares: observed?.status === 'ACTIVE', readText: parse },
      ports,
    );
    const refusals = changes ? refusalsOf(changes) : [];
    const problems = [...told(name, judgement.problems), ...refusals];
    if (problems.length > 0) return { outcome: 'Refused' as const, problems };
    const warnings = [...told(name, judgement.warnings), ...ofVersion(document, observed)];
    await ports.operations.recordPlan('create', operation, {
      clusterExisted: observed !== undefined,
      availabilityZones,
      subnets: target.subnets,
      ...(target.images ? { images: target.images } : {}),
      ...(target.account.instanceTypes ? { instanceTypes: target.account.instanceTypes } : {}),
      ...(warnings.length > 0 ? { warnings } : {}),
      ...asleep,
    });
    return { outcome: 'Planned' as const, warnings };
  },
);
