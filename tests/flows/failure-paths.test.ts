import { describe, expect, it } from '@jest/globals';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployedFleet } from './deployed-fleet.ts';

const region = 'us-east-2';
const { run: simulate } = deployedFleet({ seed: 11, regions: [region] });

const shop = (...addons: readonly object[]) => ({
  source: 'shop.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region, version: '1.35' },
    managedNodeGroups: [{ name: 'web', desiredCapacity: 1 }],
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }, { name: 'coredns' }, ...addons],
  },
});
/** Its driver fails once the cluster is there: it calls AWS, and nothing gives it a role. */
const failing = () => shop({ name: 'aws-ebs-csi-driver' });

const succeeded = (kind: string): Step => ({ expect: { operation: { kind, outcome: 'Succeeded' } } });
const clusterIs = (status: string): Step => ({ expect: { cluster: { name: 'shop', region, status } } });

describe('a creation that cannot succeed', () => {
  it('is refused by path before anything is made, where EC2 has no such instance type', async () => {
    const document = shop();
    const value = {
      ...document.value,
      managedNodeGroups: [{ name: 'web', instanceType: 'm5.gigantic', desiredCapacity: 1 }],
    };
    const report = await simulate([
      { apply: [{ ...document, value }] },
      {
        expect: {
          operation: { kind: 'create', outcome: 'Rejected' },
          rejected: { region, reason: 'EC2 does not offer this instance type in us-east-2' },
          untouched: true,
        },
      },
    ]);
    expect(report.invariants.violated).toEqual([]);
  }, 60_000);

  it('is refused with all that AWS says is wrong with it, at once', async () => {
    const wrong = shop({ name: 'metrics-servr' }, { name: 'adot', version: 'v9.9.9-eksbuild.1' });
    const value = {
      ...wrong.value,
      managedNodeGroups: [
        { name: 'web', instanceTypes: ['m5.large', 'm6g.large'], ssh: { publicKeyName: 'nobodys' } },
      ],
    };
    const reasons = [
      'EKS offers no add-on of this name',
      'EKS offers no such version of adot',
      'need different images',
      'there is no such key pair',
    ];
    const report = await simulate([
      { apply: [{ ...wrong, value }] },
      { expect: { operation: { kind: 'create', outcome: 'Rejected' }, untouched: true } },
    ]);
    const [operation] = report.operations;
    for (const reason of reasons) expect(operation?.reason).toContain(reason);
  }, 60_000);

  it('is warned of beforehand, where it may fail for want of a role', async () => {
    const report = await simulate([{ apply: [failing()] }]);
    expect(report.operations[0]?.warnings).toEqual([
      { path: 'addons[3]', message: expect.stringContaining('nothing gives it the permissions') },
    ]);
  }, 60_000);
});

describe('a creation that fails', () => {
  it('says which step failed and why, keeps what exists, and is taken up by applying again', async () => {
    const report = await simulate([
      { apply: [failing()] },
      { expect: { operation: { kind: 'create', outcome: 'Failed', reason: 'CrashLoopBackOff' } } },
      clusterIs('ACTIVE'),
      { apply: [shop()] },
      succeeded('create'),
    ]);
    expect(report.invariants.violated).toEqual([]);
    expect(report.awsCalls['eks:CreateCluster']?.count).toBe(1);
  }, 60_000);

  it.each(['addon-fails', 'node-group-fails'] as const)(
    'is taken up by applying again after %s, which clears away what EKS could not make',
    async (kind) => {
      const report = await simulate(
        [
          { apply: [shop()] },
          { expect: { operation: { kind: 'create', outcome: 'Failed', reason: 'could not be created' } } },
          { apply: [shop()] },
          succeeded('create'),
        ],
        [{ kind, region }],
      );
      expect(report.invariants.violated).toEqual([]);
    },
    60_000,
  );

  it('deletes what it has made, where it was asked to roll back', async () => {
    const report = await simulate([
      { apply: [failing()], rollbackOnFailure: true },
      { expect: { operation: { kind: 'create', outcome: 'Failed' } } },
      succeeded('delete'),
      { expect: { nothingLeft: true } },
    ]);
    expect(report.invariants.violated).toEqual([]);
    const [creation, deletion] = report.operations;
    expect([deletion?.parent, creation?.parent]).toEqual([creation?.id, undefined]);
  }, 60_000);

  it('never rolls back a cluster that was there before', async () => {
    const report = await simulate([
      { apply: [shop()] },
      { apply: [failing()], rollbackOnFailure: true },
      clusterIs('ACTIVE'),
    ]);
    expect(report.invariants.violated).toEqual([]);
    expect(report.operations.map(({ kind, outcome }) => `${kind} ${outcome}`)).not.toContain(
      'delete Succeeded',
    );
  }, 60_000);
});

describe('an update that EKS takes and fails', () => {
  it('is asked for anew, and not answered with the one that failed', async () => {
    const [before, after] = [shop(), shop()];
    const value = {
      ...after.value,
      managedNodeGroups: [{ name: 'web', desiredCapacity: 2, labels: { tier: 'web' } }],
    };
    const report = await simulate(
      [{ apply: [before] }, { apply: [{ ...after, value }] }, succeeded('create')],
      [{ kind: 'update-fails', region, name: 'web' }],
    );
    expect(report.invariants.violated).toEqual([]);
    expect(report.faults).toContain('update-fails');
  }, 60_000);
});

describe('a rollback that is asked for late', () => {
  it('keeps a cluster that another request has completed in the meantime', async () => {
    const report = await simulate(
      [
        { apply: [failing()], rollbackOnFailure: true },
        { apply: [shop()] },
        succeeded('create'),
        { runLate: ['create-cluster'] },
        { wait: 3600 },
        clusterIs('ACTIVE'),
      ],
      [{ kind: 'stop-execution', state: 'RequestRollback' }],
    );
    expect(report.invariants.violated).toEqual([]);
    expect(report.operations.map(({ kind }) => kind)).toEqual(['create', 'create']);
  }, 60_000);
});

describe('a pause', () => {
  const pause = (id: string, owner: string, cluster?: string): Step => ({
    pause: { region, id, owner, reason: 'change freeze', ...(cluster ? { cluster } : {}) },
  });
  const resume = (id: string, cluster?: string): Step => ({
    resume: { region, id, ...(cluster ? { cluster } : {}) },
  });
  const held: Step = {
    expect: { untouched: true, operation: { kind: 'create', outcome: 'Running' } },
  };

  it.each(['the fleet', 'shop'])(
    'of %s holds every change until all are lifted',
    async (of) => {
      const cluster = of === 'shop' ? of : undefined;
      const report = await simulate([
        pause('freeze', 'ann', cluster),
        { apply: [shop()], followForSeconds: 1800 },
        clusterIs('absent'),
        held,
        pause('incident', 'bob'),
        resume('freeze', cluster),
        { wait: 1800 },
        held,
        pause('audit', 'eve', 'shop'),
        resume('incident'),
        { wait: 1800 },
        held,
        resume('audit', 'shop'),
        { wait: 3600 },
        succeeded('create'),
        clusterIs('ACTIVE'),
      ]);
      expect(report.invariants.violated).toEqual([]);
      expect(report.invariants.checked).toContain('nothing is changed while a pause holds it');
    },
    60_000,
  );
});

describe('two requests for one cluster', () => {
  it('rejects the second while the first is under way, and names the operation', async () => {
    const report = await simulate([
      { apply: [shop()], followForSeconds: 300 },
      { apply: [shop()] },
      { expect: { rejected: { region, reason: 'shop is under operation' } } },
      succeeded('create'),
    ]);
    expect(report.invariants.violated).toEqual([]);
    expect(report.awsCalls['eks:CreateCluster']?.count).toBe(1);
  }, 60_000);
});

describe('AWS refusing for a while', () => {
  it('is tried again until it goes through', async () => {
    const faults: PlannedFault[] = [
      'CreateCluster',
      'CreateStack',
      'CreateNodegroup',
      'TransactWriteItems',
    ].map((operation) => ({ kind: 'throttle', operation, times: 5 }));
    const report = await simulate([{ apply: [shop()] }, succeeded('create')], faults);
    expect(report.invariants.violated).toEqual([]);
    expect(report.faults.filter((fault) => fault === 'throttle')).toHaveLength(20);
  }, 60_000);
});
