import type { ClusterConfig } from '../../domain/cluster-config/config.ts';
import { same } from '../../domain/decide/compare.ts';
import { update } from '../../domain/decide/decision.ts';
import type { PartDecision } from '../../domain/observe/cluster-changes.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';

/**
 * Managed groups whose nodes will be replaced, because a stack gives their launch template a new version. The
 * deciders cannot say so before that version is there.
 */
export async function nodeRolls(
  { managedNodeGroups }: Pick<ClusterConfig, 'managedNodeGroups'>,
  changes: readonly PartDecision[],
  stacks: Pick<StackPort, 'resources'>,
): Promise<readonly PartDecision[]> {
  const rolls = managedNodeGroups.map(async ({ name }): Promise<PartDecision[]> => {
    const change = changes.find(({ key }) => key === `stack/nodegroup-${name}`);
    if (!change?.stack || change.decision.do !== 'update') return [];
    const deployed = await stacks.resources(change.stack.stackName);
    const wanted = change.stack.template.Resources;
    if (same(deployed.LaunchTemplate, wanted.LaunchTemplate)) return [];
    const request = { operation: 'UpdateNodegroupVersion', request: { nodegroupName: name } };
    const decision = update(request, `roll the nodes of ${name} to the new version of its launch template`);
    return [{ key: `nodeGroup/${name}`, decision }];
  });
  return (await Promise.all(rolls)).flat();
}
