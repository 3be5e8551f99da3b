import { describe, expect, it } from '@jest/globals';
import { computeStackItems, foundationStackItems } from '../../../domain/decide/compute-deletion.ts';
import { forwarderBeginning, forwarderEnd } from '../../../domain/forwarder/forwarder-deletion.ts';
import { decidePhase } from '../../../domain/phase.ts';
import type { DatedStack } from '../../../domain/ports/stacks.ts';

const deleting = { startedAt: '2026-11-24T08:00:00.000Z', elapsedSeconds: 0 };
const FORWARDER = 'eks-fleet-prod-forwarder-vpc-1';
const RULE = 'eks-fleet-shop-forwarder-rule';

const stack = (StackName: string, StackStatus = 'CREATE_COMPLETE', VPC?: string): DatedStack => ({
  StackId: `arn:${StackName}`,
  StackName,
  StackStatus,
  Outputs: VPC === undefined ? [] : [{ OutputKey: 'VPC', OutputValue: VPC }],
  changedAt: '2026-11-24T08:01:00.000Z',
  tags: { 'eks-fleet.dev/cluster': 'shop' },
});
const seen = (status?: string, importers: readonly string[] = [], at = '2026-11-24T08:04:00.000Z') => ({
  stack: stack(FORWARDER, status),
  importers,
  at,
});

/** Keys of the items that a phase may begin with, or the phase's outcome. */
function begins(items: Parameters<typeof decidePhase>[0]): readonly string[] | string {
  const progress = decidePhase(items, { elapsedSeconds: 0, spread: 0 });
  return progress.outcome === 'Waiting' ? progress.start.map(({ key }) => key) : progress.outcome;
}

describe("the forwarder of a deleted cluster's VPC", () => {
  it('goes once the rule is gone, before the control plane, which does not wait for its end', () => {
    const rule = computeStackItems('shop', [stack(RULE)], [], deleting);
    expect(begins([...rule, ...forwarderBeginning(seen(undefined, [RULE]), 'shop', deleting)])).toEqual([
      `stack/${RULE}`,
    ]);
    expect(begins(forwarderBeginning(seen(), 'shop', deleting))).toEqual([`stack/${FORWARDER}`]);
    expect(begins(forwarderBeginning(seen('DELETE_IN_PROGRESS'), 'shop', deleting))).toBe('Done');
  });

  it('is waited for before the network that holds its interfaces', () => {
    const stacks = [
      stack('eks-fleet-shop-network', 'CREATE_COMPLETE', 'vpc-1'),
      stack('eks-fleet-shop-roles'),
    ];
    const end = (status: string) => forwarderEnd(seen(status), 'shop', deleting);
    const phase = (status: string) => [
      ...end(status),
      ...foundationStackItems('shop', stacks, deleting, end(status)),
    ];
    expect(begins(phase('DELETE_IN_PROGRESS'))).toEqual(['stack/eks-fleet-shop-roles']);
    expect(begins(phase('DELETE_COMPLETE'))).toEqual([
      'stack/eks-fleet-shop-network',
      'stack/eks-fleet-shop-roles',
    ]);
  });

  it('that somebody has just made is not taken from them', () => {
    const fresh = seen(undefined, [], '2026-11-24T08:03:59.000Z');
    expect(begins(forwarderBeginning(fresh, 'shop', deleting))).toEqual([]);
    expect(begins(forwarderEnd(fresh, 'shop', deleting))).toEqual([]);
  });

  it('stays where another cluster of the VPC needs it', () => {
    const shared = seen(undefined, ['eks-fleet-web-forwarder-rule']);
    expect(forwarderBeginning(shared, 'shop', deleting)).toEqual([]);
    expect(forwarderEnd(shared, 'shop', deleting)).toEqual([]);
  });

  it('that somebody has just made is waited with, unless the own cluster still holds it', () => {
    const at = '2026-11-24T08:03:59.000Z';
    const decisionOf = (importers: readonly string[], status?: string) =>
      forwarderBeginning(seen(status, importers, at), 'shop', deleting).map(({ decision }) => decision);
    expect(decisionOf([])).toEqual([{ do: 'wait', operation: 'neighbours' }]);
    expect(decisionOf([RULE])).toMatchObject([{ do: 'update', change: { operation: 'DeleteStack' } }]);
    expect(decisionOf([], 'DELETE_FAILED')).toEqual([{ do: 'nothing' }]);
    expect(decisionOf([RULE, 'eks-fleet-web-forwarder-rule'])).toEqual([]);
  });

  it('that could not go does not hold up the control plane, and fails at the end', () => {
    const failed = seen('DELETE_FAILED');
    expect(begins(forwarderBeginning(failed, 'shop', deleting))).toBe('Done');
    expect(begins(forwarderEnd(failed, 'shop', deleting))).toBe('Failed');
    expect(forwarderBeginning(undefined, 'shop', deleting)).toEqual([]);
    expect(forwarderEnd(undefined, 'shop', deleting)).toEqual([]);
  });
});
