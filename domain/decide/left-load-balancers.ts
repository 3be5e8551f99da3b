import type { PhaseItem } from '../phase.ts';
import { type Change, update, wait } from './decision.ts';
import { isLeft, type Scope, type Tags } from './ownership.ts';

/** A load balancer of either generation: the classic one has no ARN. */
export interface SeenLoadBalancer {
  readonly generation: 'classic' | 'v2';
  /** The ARN, or the name of a classic one. */
  readonly id: string;
  readonly vpcId?: string;
  readonly tags: Tags;
}

export interface SeenTargetGroup {
  readonly arn: string;
  readonly vpcId?: string;
  readonly tags: Tags;
}

export interface SeenLoadBalancing {
  readonly loadBalancers: readonly SeenLoadBalancer[];
  readonly targetGroups: readonly SeenTargetGroup[];
}

const QUICK = { minSeconds: 2, maxSeconds: 60 };

const item = (key: string, change: Change, summary: string): PhaseItem => ({
  key,
  task: 'delete-load-balancer',
  decision: update(change, summary),
  expected: QUICK,
});

/** Load balancers first: a target group that a listener uses cannot be deleted. */
export function loadBalancerItems(seen: SeenLoadBalancing, scope: Scope): readonly PhaseItem[] {
  const loadBalancers = seen.loadBalancers
    .filter((balancer) => isLeft(balancer, scope))
    .map(({ id, generation }) =>
      item(
        `loadBalancer/${id}`,
        {
          operation: 'DeleteLoadBalancer',
          request: generation === 'classic' ? { LoadBalancerName: id } : { LoadBalancerArn: id },
        },
        `delete load balancer ${id}`,
      ),
    );
  const targetGroups = seen.targetGroups
    .filter((group) => isLeft(group, scope))
    .map(({ arn }) => {
      const made = item(
        `targetGroup/${arn}`,
        { operation: 'DeleteTargetGroup', request: { TargetGroupArn: arn } },
        `delete target group ${arn}`,
      );
      return loadBalancers.length === 0
        ? made
        : { ...made, decision: wait('deletion of the load balancers') };
    });
  return [...loadBalancers, ...targetGroups];
}
