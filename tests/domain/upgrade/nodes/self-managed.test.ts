import { describe, expect, it } from '@jest/globals';
import { MARK } from '../../../../domain/upgrade/nodes/replaced.ts';
import {
  type MovingGroup,
  oldInstances,
  type SeenScalingGroup,
  scalingGroupItems,
} from '../../../../domain/upgrade/nodes/self-managed.ts';
import { otherNode } from '../preflight/fixtures.ts';

const AT = '2026-11-24T12:00:00.000Z';
const pin: MovingGroup = { name: 'asg', newFrom: 3, maxSize: 2 };
type Group = NonNullable<SeenScalingGroup['group']>;

/** An instance by the version of the launch template that it started from. */
const instance = (instanceId: string, templateVersion: number, state = 'InService') => ({
  ...{ instanceId, templateVersion, state, healthy: true },
});
const node = (id: string, mark?: string) =>
  otherNode(`ip-${id}`, {
    instanceId: `i-${id}`,
    ...(mark === undefined ? {} : { cordoned: true, annotations: { [MARK]: mark } }),
  });
const seen = (
  instances: readonly ReturnType<typeof instance>[],
  nodes: SeenScalingGroup['nodes'],
  more: Partial<Group> = {},
): SeenScalingGroup => ({
  group: {
    ...{ name: 'asg', minSize: 1, maxSize: 3, desiredCapacity: instances.length, tags: {} },
    ...{ instances, launchTemplate: { id: 'lt-1', version: '3' } },
    ...more,
  } as unknown as Group,
  ...{ nodes, pods: [], budgets: [], at: AT },
});
const decisionOf = (found: SeenScalingGroup, key: string) =>
  scalingGroupItems(pin, found).find((item) => item.key === `autoScalingGroup/asg/${key}`)?.decision;

/** A node that an operation before this had begun to replace: it left its successor, which is to go by now, too. */
const left = () =>
  seen(
    [instance('i-old', 1), instance('i-other', 1), instance('i-surge', 2)],
    [node('old', `2 ${AT} 2`), node('other'), node('surge')],
  );

describe('a self-managed node that another operation has left cordoned', () => {
  it('goes without a further one, since as many nodes take pods as before', () => {
    expect(decisionOf(left(), 'ip-old')).toMatchObject({
      change: { operation: 'EndInstance', request: { instanceId: 'i-old', withItsPlace: true } },
    });
  });

  it('waits while the nodes beside it are not Ready', () => {
    const found = left();
    const nodes = found.nodes.map((one) => (one.name === 'ip-surge' ? { ...one, ready: false } : one));
    expect(decisionOf({ ...found, nodes }, 'ip-old')).toMatchObject({ do: 'wait', operation: 'Resize' });
  });

  it.each([1, 2, 3])('does not end while %i pods of it are left', (count) => {
    const pods = Array.from({ length: count }, (_, index) => ({
      ...{ namespace: 'shop', name: `web-${index}`, nodeName: 'ip-old', phase: 'Running', labels: {} },
      ...{ owner: { kind: 'ReplicaSet', name: 'web' }, ready: true, isDeleting: index > 0 },
    })) as unknown as SeenScalingGroup['pods'];
    expect(decisionOf({ ...left(), pods }, 'ip-old')).not.toMatchObject({
      change: { operation: 'EndInstance' },
    });
    const deleting = pods.map((pod) => ({ ...pod, isDeleting: true }));
    expect(decisionOf({ ...left(), pods: deleting }, 'ip-old')).toMatchObject({ do: 'wait' });
  });

  it('comes after an instance that has never joined, in whose place another is started', () => {
    const found = left();
    const nodes = found.nodes.filter(({ name }) => name !== 'ip-surge');
    expect(found.group && oldInstances(pin, found.group, nodes).map(({ instanceId }) => instanceId)).toEqual([
      'i-surge',
      'i-old',
      'i-other',
    ]);
    expect(decisionOf({ ...found, nodes }, 'i-surge')).toMatchObject({
      change: { operation: 'EndInstance', request: { instanceId: 'i-surge', withItsPlace: false } },
    });
  });

  it('is named with the nodes that its group has more, for whoever ends in the middle', () => {
    const told = (found: SeenScalingGroup) =>
      scalingGroupItems(pin, found).flatMap(({ leaves }) => leaves ?? []);
    expect(told(left())).toEqual([
      'ip-old stays cordoned, and its group asg has 3 nodes in place of 2: the next upgrade or rollback of these nodes goes on with it',
    ]);
    expect(told(seen([instance('i-old', 1)], [node('old', `1 ${AT} 2`)]))).toEqual([
      'ip-old stays cordoned: the next upgrade or rollback of these nodes goes on with it',
    ]);
    expect(told(seen([instance('i-old', 1)], [node('old')]))).toEqual([]);
  });

  it('has been begun, and is ended where nothing is to be started', () => {
    const begun = (found: SeenScalingGroup) =>
      scalingGroupItems(pin, found).flatMap(({ key, isBegun }) => (isBegun ? [key] : []));
    expect(begun(left())).toEqual(['autoScalingGroup/asg/ip-old']);
    const others = [node('old'), node('other'), node('surge')];
    expect(begun({ ...left(), nodes: others })).toEqual([]);
    expect(begun(seen([instance('i-old', 1, 'Terminating')], [node('old')]))).toEqual([
      'autoScalingGroup/asg/ip-old',
    ]);
    // One that has never joined is nothing that was begun: another would be started in its place.
    expect(begun(seen([instance('i-old', 1)], []))).toEqual([]);
    // All are new: what is left is the bound that a surge has raised.
    expect(begun(seen([instance('i-new', 3)], [node('new')]))).toEqual(['autoScalingGroup/asg']);
  });
});
