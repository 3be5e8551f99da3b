import type { Decision } from '../../domain/decide/decision.ts';
import { decideLogRetention, decidePullThroughCacheRule } from '../../domain/decide/small-resources.ts';
import type { DesiredResource } from '../../domain/desired/resource.ts';
import { decidePhase } from '../../domain/phase.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import type { LogGroupPort, PullThroughCachePort } from '../../domain/ports/contents.ts';
import { account } from '../runtime/ports/account.ts';
import { contents } from '../runtime/ports/contents.ts';
import { eks } from '../runtime/ports/eks.ts';
import { logGroups } from '../runtime/ports/log-groups.ts';
import { operations } from '../runtime/ports/operations.ts';
import { pullThroughCache } from '../runtime/ports/pull-through-cache.ts';
import { stacks } from '../runtime/ports/stacks.ts';
import { task } from '../runtime/task.ts';
import { type Contents, type ContentsPorts, readContents } from './contents.ts';
import { decideResource, RESOURCE_KINDS } from './decide-resource.ts';
import { decideDatedStack } from './foundation.ts';
import { observeContents } from './observe-contents.contract.ts';
import { readTarget, type Target } from './target.ts';

interface ObservePorts extends ContentsPorts {
  readonly logGroups: LogGroupPort;
  readonly pullThroughCache: PullThroughCachePort;
}

/** Looks at everything that the cluster is to contain. It changes nothing, so it may run as often as it likes. */
export const handler = task(
  observeContents,
  { account, contents, eks, logGroups, operations, pullThroughCache, stacks },
  async (input, ports) => {
    const target = await readTarget(input.operation, ports);
    const wanted = await readContents(target, ports);
    const items = await Promise.all(
      wanted.resources.map(async (resource) => ({
        key: resource.key,
        needs: resource.needs,
        decision: await decide(resource, wanted, target, ports),
        ...RESOURCE_KINDS[resource.kind],
      })),
    );
    return decidePhase(items, elapsedSeconds(input));
  },
);

async function decide(
  resource: DesiredResource,
  wanted: Contents,
  target: Target,
  ports: ObservePorts,
): Promise<Decision> {
  switch (resource.kind) {
    case 'stack':
      return decideDatedStack(resource.stack, wanted.stacks.get(resource.key), target);
    case 'logRetention':
      return decideLogRetention(resource, await ports.logGroups.logGroup(resource.request.logGroupName));
    case 'pullThroughCacheRule':
      return decidePullThroughCacheRule(
        resource,
        await ports.pullThroughCache.rule(resource.request.ecrRepositoryPrefix),
      );
    default:
      return decideResource(resource, ports.contents);
  }
}
