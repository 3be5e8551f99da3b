import { describe, expect, it } from '@jest/globals';
import type { NodeGroupPin } from '../../../../domain/upgrade/hop.ts';
import {
  decideNodeGroupUpgrade,
  expectedRoll,
  type SeenNodeGroup,
} from '../../../../domain/upgrade/nodes/node-group.ts';
import { refusalWords } from '../../../../domain/upgrade/nodes/refusal.ts';
import { forward, group, imagePin, NEW, OLD, pin } from './fixtures.ts';

const back = { ...forward, isBack: true };
const LAUNCH = { id: 'lt-1', name: 'own', version: '3' };
const NO_LAUNCH = [{ code: 'AsgInstanceLaunchFailures', message: 'no room' }];
const EVICTION = { reason: 'PodEvictionFailure: Reached max retries', heldNodes: ['ip-10-0-0-1'] };

const decide = (
  observed: SeenNodeGroup['observed'],
  wanted: NodeGroupPin = pin('web'),
  more: Partial<SeenNodeGroup> = {},
  upgrading = forward,
) => decideNodeGroupUpgrade(wanted, { observed, failures: [], held: [], ...more }, upgrading);

const requested = (decision: ReturnType<typeof decide>) =>
  decision.do === 'update' ? decision.change : decision.do;

describe('a managed node group', () => {
  it('is asked for the version and the release of the plan', () => {
    expect(decide(group())).toEqual({
      do: 'update',
      change: {
        operation: 'UpdateNodegroupVersion',
        request: { clusterName: 'shop', nodegroupName: 'web', ...NEW },
      },
      summary: 'move nodes of web to release 1.36.1-20261105 of 1.36',
    });
  });

  it('ends pods in spite of their budgets only where somebody has consented', () => {
    expect(requested(decide(group(), pin('web'), {}, { ...forward, force: true }))).toMatchObject({
      request: { force: true },
    });
    expect(requested(decide(group()))).not.toMatchObject({ request: { force: true } });
  });

  it.each([
    ['at the release of the plan', NEW],
    ['at a newer one of the minor', { ...NEW, releaseVersion: '1.36.2-20261119' }],
    ['at a newer minor', { version: '1.37', releaseVersion: '1.37.0-20261119' }],
  ])('is left as it is %s', (_, release) => {
    expect(decide(group(release))).toEqual({ do: 'nothing' });
  });

  it.each([
    ['CREATING', { do: 'wait', operation: 'CreateNodegroup' }],
    ['UPDATING', { do: 'wait', operation: 'UpdateNodegroupVersion' }],
    ['DELETING', { do: 'wait', operation: 'DeleteNodegroup' }],
    ['CREATE_FAILED', { do: 'fail', reason: 'node group web is CREATE_FAILED' }],
    ['DELETE_FAILED', { do: 'fail', reason: 'node group web is DELETE_FAILED' }],
  ] as const)('that is %s is waited for, or given up', (status, decision) => {
    expect(decide(group({ status }))).toEqual(decision);
  });

  it('that somebody has deleted is nothing to move', () => {
    expect(decide(undefined)).toEqual({ do: 'nothing' });
  });

  it('that is DEGRADED fails with what EKS finds, also at the release of the plan', () => {
    const issues = [{ code: 'Ec2LaunchTemplateNotFound', message: 'lt-1 is gone' }];
    const reason = 'node group web is DEGRADED: Ec2LaunchTemplateNotFound: lt-1 is gone';
    expect(decide(group({ status: 'DEGRADED', issues }))).toEqual({ do: 'fail', reason });
    expect(decide(group({ status: 'DEGRADED', issues, ...NEW }))).toEqual({ do: 'fail', reason });
  });

  it('that is DEGRADED at size 0 for launches of before moves at once', () => {
    const scalingConfig = { minSize: 0, maxSize: 3, desiredSize: 0 };
    expect(decide(group({ status: 'DEGRADED', issues: NO_LAUNCH, scalingConfig })).do).toBe('update');
  });

  it('that is DEGRADED moves where somebody has taken that upon himself', () => {
    const degraded = group({ status: 'DEGRADED', issues: NO_LAUNCH });
    expect(decide(degraded, pin('web'), {}, { ...forward, isWaived: true }).do).toBe('update');
  });
});

describe('an update of nodes that failed', () => {
  it('is tried once more, also where it has left the group DEGRADED', () => {
    expect(decide(group(), pin('web'), { failures: [EVICTION] }).do).toBe('update');
    const degraded = group({ status: 'DEGRADED', issues: NO_LAUNCH });
    expect(decide(degraded, pin('web'), { failures: [EVICTION] }).do).toBe('update');
  });

  it('twice is given up with the reasons of EKS, what holds which pod, and what to do', () => {
    const held = [
      'pod shop/web-1 on ip-10-0-0-1: PodDisruptionBudget shop/web needs 2 healthy pods and has 2',
    ];
    expect(decide(group(), pin('web'), { failures: [EVICTION, EVICTION], held })).toEqual({
      do: 'fail',
      reason:
        'EKS could not move the nodes of web to release 1.36.1-20261105 of 1.36, tried 2 times: PodEvictionFailure: Reached max retries; pod shop/web-1 on ip-10-0-0-1: PodDisruptionBudget shop/web needs 2 healthy pods and has 2; some of its nodes may be new, and some old; bring up what these budgets protect or relax them, or consent to evictDespiteBudgets, then ask again',
    });
  });

  it('twice for another reason names no budget', () => {
    const failure = { reason: 'NodeCreationFailure: nodes are not joining', heldNodes: [] };
    const decision = decide(group(), pin('web'), { failures: [failure, failure] });
    expect(decision).toMatchObject({ do: 'fail', reason: expect.not.stringContaining('budget') });
  });

  it('twice is nothing where the group has come to its release all the same', () => {
    expect(decide(group(NEW), pin('web'), { failures: [EVICTION, EVICTION] })).toEqual({ do: 'nothing' });
  });
});

describe('a group with a custom AMI', () => {
  const wanted = imagePin('web', 'ami-0a');
  const custom = group({
    amiType: 'CUSTOM',
    version: '1.36',
    releaseVersion: 'ami-00',
    launchTemplate: LAUNCH,
  });

  it('comes to its image by its launch template alone', () => {
    expect(requested(decide(custom, wanted))).toEqual({
      operation: 'ChangeImage',
      request: {
        clusterName: 'shop',
        nodegroupName: 'web',
        like: { id: 'lt-1', version: '3' },
        image: 'ami-0a',
      },
    });
  });

  it('is there once EKS shows the image', () => {
    expect(decide({ ...custom, releaseVersion: 'ami-0a' }, wanted)).toEqual({ do: 'nothing' });
  });

  it('goes back to the version of its launch template from before', () => {
    const former: NodeGroupPin = { name: 'web', launchTemplateVersion: '2', isWindows: false };
    expect(requested(decide(custom, former, {}, back))).toEqual({
      operation: 'UpdateNodegroupVersion',
      request: {
        clusterName: 'shop',
        nodegroupName: 'web',
        launchTemplate: { id: 'lt-1', version: '2' },
      },
    });
    const there = { ...custom, launchTemplate: { ...LAUNCH, version: '2' } };
    expect(decide(there, former, {}, back)).toEqual({ do: 'nothing' });
  });

  it('without a launch template cannot be given an image', () => {
    expect(decide(group({ amiType: 'CUSTOM', releaseVersion: 'ami-00' }), wanted)).toEqual({
      do: 'fail',
      reason: 'node group web has no launch template: image ami-0a cannot be given to it',
    });
  });
});

describe('a group on its way back', () => {
  const former = pin('web', { release: OLD });

  it('is asked for the release that it had', () => {
    expect(requested(decide(group(NEW), former, {}, back))).toMatchObject({ request: OLD });
  });

  it.each([
    OLD,
    { version: '1.35', releaseVersion: '1.35.0-20261029' },
    { version: '1.34', releaseVersion: 'x' },
  ])('is left at %j: it never moved', (release) => {
    expect(decide(group(release), former, {}, back)).toEqual({ do: 'nothing' });
  });

  it('that EKS does not take is to be made anew by hand, and the words say so', () => {
    expect(refusalWords(former, 'Nodegroup Kubernetes version should be equal', true)).toBe(
      'EKS refuses to move the nodes of web to release 1.35.0-20261105 of 1.35: Nodegroup Kubernetes version should be equal; where it takes no older version, make a node group of that version under another name, move the pods, delete web, and ask to go back once more',
    );
  });
});

describe('a refusal on the way forward', () => {
  it('says how releases are chosen anew', () => {
    expect(refusalWords(pin('web'), 'Requested release version is not valid', false)).toContain(
      'ask for the upgrade of the nodes alone, which chooses releases anew',
    );
    expect(refusalWords(imagePin('web', 'ami-0a'), 'no', false)).toBe(
      'EKS refuses to move the nodes of web to image ami-0a: no',
    );
  });
});

describe('the time of a roll', () => {
  const rolled = (desiredSize: number, updateConfig = {}) =>
    expectedRoll(group({ scalingConfig: { minSize: 0, maxSize: 99, desiredSize }, updateConfig }));

  it.each([
    [7, {}, 7],
    [7, { maxUnavailable: 2 }, 4],
    [10, { maxUnavailablePercentage: 33 }, 3],
    [90, { maxUnavailable: 99 }, 1],
  ])('of %i nodes with %j is that of %i batches', (nodes, updateConfig, batches) => {
    expect(rolled(nodes, updateConfig).minSeconds).toBe(60 + batches * 200);
  });

  // aws/containers-roadmap: 34 minutes for 7 nodes.
  it('of seven nodes has half an hour in it, and is looked at about once a minute', () => {
    const { minSeconds, maxSeconds, looks = 0 } = rolled(7);
    expect(minSeconds).toBeLessThan(34 * 60);
    expect(maxSeconds).toBeGreaterThan(34 * 60);
    expect((maxSeconds - minSeconds) / looks).toBeGreaterThan(55);
  });

  it('of a group without nodes is short', () => {
    expect(rolled(0).maxSeconds).toBeLessThan(120);
  });
});
