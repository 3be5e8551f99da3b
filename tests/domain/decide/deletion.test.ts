import { describe, expect, it } from '@jest/globals';
import { deletionItems } from '../../../domain/contents/deletion.ts';
import { computeStackItems, foundationStackItems } from '../../../domain/decide/compute-deletion.ts';
import { type Doomed, decideClusterDeletion, decideDeletion } from '../../../domain/decide/deletion.ts';
import { decideDeletionRequest } from '../../../domain/decide/deletion-request.ts';
import { decideStackDeletion } from '../../../domain/decide/stack-deletion.ts';
import { stackNameOf } from '../../../domain/desired/names.ts';
import { decidePhase } from '../../../domain/phase.ts';
import type { DatedStack } from '../../../domain/ports/stacks.ts';

const startedAt = '2026-11-24T10:00:00.000Z';
const before = '2026-11-24T09:00:00.000Z';
const after = '2026-11-24T10:05:00.000Z';
const deleting = { startedAt, elapsedSeconds: 0 };

describe('deciding about something of EKS that is to be gone', () => {
  const change = { operation: 'DeleteNodegroup', request: {} };
  const decide = (observed: Doomed, elapsedSeconds = 0) =>
    decideDeletion(observed, { startedAt, elapsedSeconds }, change, 'delete node group web');

  it.each([
    ['deletes what is there', { status: 'ACTIVE' }, 'update'],
    ['deletes what is unwell', { status: 'DEGRADED' }, 'update'],
    ['deletes what was changed since', { status: 'ACTIVE', changedAt: after }, 'update'],
    ['waits for what another operation has begun', { status: 'PENDING' }, 'wait'],
    ['deletes what was never made', { status: 'CREATE_FAILED' }, 'update'],
    ['waits for a creation, which refuses a deletion', { status: 'CREATING' }, 'wait'],
    ['waits for an update, which refuses a deletion', { status: 'UPDATING' }, 'wait'],
    ['waits for a deletion that is under way', { status: 'DELETING' }, 'wait'],
    ['asks again after an earlier operation', { status: 'DELETE_FAILED', changedAt: before }, 'update'],
    ['fails once its own deletion has', { status: 'DELETE_FAILED', changedAt: after }, 'fail'],
    ['asks again where EKS gives no time', { status: 'DELETE_FAILED' }, 'update'],
  ] as const)('%s', (_, observed, expected) => {
    expect(decide(observed).do).toBe(expected);
  });

  it('gives the reason that EKS gives', () => {
    const reasons = ['DependencyViolation: sg-1 has a dependent object'];
    expect(decide({ status: 'DELETE_FAILED', changedAt: after, reasons })).toEqual({
      do: 'fail',
      reason: 'delete node group web failed: DependencyViolation: sg-1 has a dependent object',
    });
  });

  it('says so where EKS gives no reason', () => {
    expect(decide({ status: 'DELETE_FAILED', changedAt: startedAt })).toMatchObject({
      reason: 'delete node group web failed: EKS gives no reason',
    });
  });

  it('gives all reasons that EKS gives', () => {
    const reasons = ['one', 'other'];
    expect(decide({ status: 'DELETE_FAILED', changedAt: after, reasons })).toMatchObject({
      reason: 'delete node group web failed: one; other',
    });
  });

  it('does not ask for ever where EKS gives no time', () => {
    expect(decide({ status: 'DELETE_FAILED' }, 1800).do).toBe('update');
    expect(decide({ status: 'DELETE_FAILED' }, 1801).do).toBe('fail');
  });

  it('deletes a cluster, and is done with one that EKS does not know', () => {
    expect(decideClusterDeletion({ status: 'ACTIVE' }, deleting, 'shop')).toMatchObject({
      change: { operation: 'DeleteCluster', request: { name: 'shop' } },
      summary: 'delete cluster shop',
    });
    expect(decideClusterDeletion(undefined, deleting, 'shop')).toEqual({ do: 'nothing' });
  });
});

const stack = (purpose: string, more: Partial<DatedStack> = {}): DatedStack => ({
  StackId: `arn:aws:cloudformation:us-west-2:111122223333:stack/eks-fleet-shop-${purpose}/1`,
  StackName: `eks-fleet-shop-${purpose}`,
  StackStatus: 'CREATE_COMPLETE',
  changedAt: before,
  tags: { 'eks-fleet.dev/cluster': 'shop' },
  ...more,
});

describe('deciding about a stack that is to be gone', () => {
  it.each([
    ['CREATE_COMPLETE', false, 'update'],
    ['ROLLBACK_COMPLETE', false, 'update'],
    ['UPDATE_ROLLBACK_FAILED', false, 'update'],
    ['CREATE_IN_PROGRESS', false, 'wait'],
    ['DELETE_IN_PROGRESS', true, 'wait'],
    ['DELETE_FAILED', false, 'update'],
    ['DELETE_FAILED', true, 'fail'],
    ['DELETE_COMPLETE', true, 'nothing'],
  ] as const)('%s, asked for by this operation: %s → %s', (StackStatus, attempted, expected) => {
    expect(decideStackDeletion(stack('network', { StackStatus }), attempted).do).toBe(expected);
  });

  // aws/containers-roadmap#2531: EKS lets go of the role of Auto Mode's nodes only after the cluster is gone.
  it('asks again for a while where a role is still in an instance profile', () => {
    const firstFailure = {
      LogicalResourceId: 'AutoModeNodeRole',
      ResourceType: 'AWS::IAM::Role',
      ResourceStatusReason: 'Cannot delete entity, must remove roles from instance profile first.',
    };
    const held = stack('roles', { StackStatus: 'DELETE_FAILED', firstFailure });
    expect(decideStackDeletion(held, true, 60).do).toBe('update');
    expect(decideStackDeletion(held, true, 900).do).toBe('fail');
  });

  it('deletes it by its name', () => {
    expect(decideStackDeletion(stack('network'), false, 0)).toMatchObject({
      change: { operation: 'DeleteStack', request: { StackName: 'eks-fleet-shop-network' } },
    });
  });

  it('says what CloudFormation does, where that names no resource', () => {
    const failed = (more: Partial<DatedStack>) =>
      decideStackDeletion(stack('network', { StackStatus: 'DELETE_FAILED', ...more }), true, 0);
    const reason = 'stack eks-fleet-shop-network could not be deleted: ';
    expect(failed({ StackStatusReason: 'as it is' })).toEqual({ do: 'fail', reason: `${reason}as it is` });
    expect(failed({})).toEqual({ do: 'fail', reason: `${reason}CloudFormation gives no reason` });
  });

  it('says which resource would not go', () => {
    const firstFailure = {
      LogicalResourceId: 'VPC',
      ResourceType: 'AWS::EC2::VPC',
      ResourceStatusReason: 'The vpc has dependencies and cannot be deleted.',
    };
    expect(
      decideStackDeletion(stack('network', { StackStatus: 'DELETE_FAILED', firstFailure }), true),
    ).toMatchObject({
      reason:
        'stack eks-fleet-shop-network could not be deleted: AWS::EC2::VPC VPC: The vpc has dependencies and cannot be deleted.',
    });
  });
});

describe('the order of a deletion', () => {
  const starts = (items: Parameters<typeof decidePhase>[0]) => {
    const progress = decidePhase(items, { elapsedSeconds: 0, spread: 0 });
    return progress.outcome === 'Waiting' ? progress.start.map(({ key }) => key) : progress.outcome;
  };
  const part = (name: string, status = 'ACTIVE') => ({ name, status });

  it('takes node groups side by side', () => {
    expect(starts(deletionItems('nodeGroup', 'shop', [part('web'), part('batch')], deleting))).toEqual([
      'nodeGroup/web',
      'nodeGroup/batch',
    ]);
  });

  it('takes Fargate profiles one at a time', () => {
    expect(starts(deletionItems('fargateProfile', 'shop', [part('b'), part('a')], deleting))).toEqual([
      'fargateProfile/a',
    ]);
  });

  it('begins no Fargate profile while another is going', () => {
    expect(
      starts(deletionItems('fargateProfile', 'shop', [part('a'), part('b', 'DELETING')], deleting)),
    ).toEqual([]);
  });

  it('keeps the launch template of a managed group until the group is gone', () => {
    const stacks = [stack('nodegroup-web'), stack('nodegroup-own')];
    const groups = deletionItems('nodeGroup', 'shop', [part('web')], deleting);
    expect(starts([...groups, ...computeStackItems('shop', stacks, [part('web')], deleting)])).toEqual([
      'nodeGroup/web',
      'stack/eks-fleet-shop-nodegroup-own',
    ]);
    expect(starts(computeStackItems('shop', stacks, [], deleting))).toHaveLength(2);
  });

  it.each(['web_1', 'g'.repeat(63)])('does so where the stack cannot have the group’s name: %s', (name) => {
    const cluster = `shop${'p'.repeat(60)}`;
    const there = { ...stack(''), StackName: stackNameOf(cluster, `nodegroup-${name}`) };
    const groups = deletionItems('nodeGroup', cluster, [part(name)], deleting);
    const stacks = computeStackItems(cluster, [there], [part(name)], deleting);
    expect(starts([...groups, ...stacks])).toEqual([`nodeGroup/${name}`]);
  });

  it('keeps the rules between nodes and control plane until the nodes are gone', () => {
    const stacks = [stack('shared-node-rules'), stack('nodegroup-own')];
    expect(starts(computeStackItems('shop', stacks, [], deleting))).toEqual([
      'stack/eks-fleet-shop-nodegroup-own',
    ]);
    expect(starts(computeStackItems('shop', stacks.slice(0, 1), [], deleting))).toHaveLength(1);
  });

  it('asks EKS for each by its name, and for how long it may take', () => {
    const items = [
      ...deletionItems('nodeGroup', 'shop', [part('web')], deleting),
      ...deletionItems('fargateProfile', 'shop', [part('jobs')], deleting),
      ...deletionItems('capability', 'shop', [part('cd')], deleting),
    ];
    const asked = items.map(({ key, task, decision }) => {
      const change = decision.do === 'update' ? decision.change : undefined;
      return [key, task, change?.operation, change?.request];
    });
    const clusterName = 'shop';
    expect(asked).toEqual([
      ['nodeGroup/web', 'delete-node-group', 'DeleteNodegroup', { clusterName, nodegroupName: 'web' }],
      [
        'fargateProfile/jobs',
        'delete-fargate-profile',
        'DeleteFargateProfile',
        { clusterName, fargateProfileName: 'jobs' },
      ],
      ['capability/cd', 'delete-capability', 'DeleteCapability', { clusterName, capabilityName: 'cd' }],
    ]);
  });

  it('keeps a network, and nothing else, until what is in it has gone', () => {
    const network = stack('network', { Outputs: [{ OutputKey: 'VPC', OutputValue: 'vpc-1' }] });
    const [held] = deletionItems('nodeGroup', 'shop', [part('web', 'DELETING')], deleting);
    const items = foundationStackItems('shop', [network, stack('roles')], deleting, held ? [held] : []);
    expect(starts([...(held ? [held] : []), ...items])).toEqual(['stack/eks-fleet-shop-roles']);
    expect(starts(items)).toEqual(['stack/eks-fleet-shop-network', 'stack/eks-fleet-shop-roles']);
    const [ofNetwork, ofRoles] = items.map(({ expected }) => expected.maxSeconds);
    expect(ofNetwork).toBeGreaterThan(ofRoles ?? 0);
  });

  it('asks for a stack once in an operation, and again after an earlier one', () => {
    const failed = (changedAt: string) =>
      foundationStackItems('shop', [stack('roles', { StackStatus: 'DELETE_FAILED', changedAt })], deleting);
    expect(failed(before)).toMatchObject([{ task: 'delete-stack', decision: { do: 'update' } }]);
    expect(failed(startedAt)).toMatchObject([{ decision: { do: 'fail' } }]);
  });

  it('leaves network and roles to the end, then takes them side by side', () => {
    const stacks = [stack('network'), stack('roles'), stack('service-accounts'), stack('nodegroup-own')];
    expect(starts(foundationStackItems('shop', stacks, deleting))).toEqual([
      'stack/eks-fleet-shop-network',
      'stack/eks-fleet-shop-roles',
      'stack/eks-fleet-shop-service-accounts',
    ]);
  });

  it('does not take the stacks of a cluster whose name begins with another’s for that one’s', () => {
    const other = stack('east-nodegroup-own');
    expect(computeStackItems('shop', [other], [], deleting)).toEqual([]);
  });
});

describe('deciding about a request to delete', () => {
  const cluster = {
    name: 'shop',
    region: 'us-west-2',
    arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop',
  } as const;
  const tags = { 'eks-fleet.dev/cluster': 'shop' };
  const decide = (facts: Partial<Parameters<typeof decideDeletionRequest>[0]>) =>
    decideDeletionRequest({
      cluster,
      observed: undefined,
      hasStacks: false,
      wasCreated: false,
      isRegistered: false,
      guestInstances: [],
      ...facts,
    })?.message;

  it('deletes a cluster that carries our tag, or that stands on our stacks', () => {
    expect(decide({ observed: { tags } })).toBeUndefined();
    expect(decide({ observed: { tags: {} }, hasStacks: true })).toBeUndefined();
  });

  it('refuses a cluster that something else made, even one of a name that we once had', () => {
    expect(decide({ observed: { tags: {} } })).toMatch(/was not made by eks-fleet; delete it with the tool/);
    expect(decide({ observed: {}, wasCreated: true })).toMatch(/was not made by eks-fleet/);
    expect(decide({ observed: { tags: { 'eks-fleet.dev/cluster': 'other' } } })).toMatch(/was not made by/);
  });

  it('deletes a cluster that the fleet was given', () => {
    expect(decide({ observed: { tags: {} }, isRegistered: true })).toBeUndefined();
  });

  it('refuses a cluster whose VPC has instances of others in it, and names them', () => {
    expect(decide({ observed: { tags }, guestInstances: ['i-1', 'i-2'] })).toMatch(
      /the VPC of shop in us-west-2 would go with it, and instances of others run there: i-1, i-2/,
    );
  });

  it('refuses a protected cluster, and says how the protection is taken off', () => {
    expect(decide({ observed: { tags, deletionProtection: true } })).toMatch(
      /has deletion protection; set metadata.annotations\[eks-fleet.dev\/deletion-protection\] to "false"/,
    );
  });

  it('goes on where the cluster is gone and something else is left', () => {
    expect(decide({ hasStacks: true })).toBeUndefined();
    expect(decide({ wasCreated: true })).toBeUndefined();
  });

  it('refuses one of the fleet that is gone with all of it, and says how the fleet forgets it', () => {
    expect(decide({ isRegistered: true })).toMatch(/forget it: eks-fleet release shop --region us-west-2$/);
    expect(decide({ isRegistered: true, hasStacks: true })).toBeUndefined();
  });

  it('refuses a cluster that nobody knows', () => {
    expect(decide({})).toMatch(/there is no cluster shop in us-west-2/);
  });
});
