import { describe, expect, it } from '@jest/globals';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { deployment } from '../simulator/kubernetes/manifests.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { cellsOf, wrong } from './roll-back/verdicts.ts';
import { documentsOf, ROOM, stepsOf } from './roll-back/worlds.ts';
import { budget, inPool, karpenter, nodePool, plant } from './scale-kubernetes/workloads.ts';

const region = 'us-west-2';
const { simulate } = deployedFleet({ seed: 15, regions: [region] });
type Json = Readonly<Record<string, unknown>>;
const DAY = 86_400;
const { startAt } = BARE_FLEET;

const apply = (more: Json = {}): Step => ({
  apply: [
    {
      source: 'web.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'web', region, version: '1.34' },
        addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
        managedNodeGroups: [
          { name: 'a', instanceTypes: ['m6i.large'], minSize: 1, desiredCapacity: 2, maxSize: 4 },
        ],
        ...more,
      },
    },
  ],
});
/** Sources conflict on both: EKS takes nodes back here, at the release that they had. */
const takesNodesBack: Step = { eksAnswers: { region, rollsBackNodegroups: true, takesOldReleases: true } };
const upgrading = (request: Json): Step =>
  ({ upgrade: { cluster: 'web', region, request }, followForSeconds: DAY }) as Step;
const upgrade = (more: Json = {}) => upgrading({ action: 'upgrade', to: '1.35', soakMinutes: 5, ...more });
const back = upgrading({ action: 'rollBack' });
const ended = (outcome: 'Succeeded' | 'Rejected', reason?: string): Step => ({
  expect: { operation: { kind: 'upgrade', outcome, ...(reason === undefined ? {} : { reason }) } },
});
const kubelets = (minors: Readonly<Record<string, number>>): Step =>
  ({ expect: { inside: { cluster: 'web', region, kubelets: minors } } }) as Step;

const newest = { amiSelectorTerms: [{ alias: 'al2023@latest' }] };
const nodeClass = {
  apiVersion: 'karpenter.k8s.aws/v1',
  kind: 'EC2NodeClass',
  metadata: { name: 'default' },
  spec: newest,
};
const pool = nodePool('general', { template: { spec: { nodeClassRef: { name: 'default' } } } });

describe('a way back', () => {
  it('takes nodes, add-ons and control plane to what they were before', async () => {
    const up = [apply(), takesNodesBack, upgrade(), ended('Succeeded'), kubelets({ '1.35': 2 })];
    const report = await simulate([...up, back, ended('Succeeded'), kubelets({ '1.34': 2 })]);
    expect(report.outcome).toBe('succeeded');
  });

  it.each([
    [
      'whose nodes Karpenter has replaced',
      [apply(), plant(karpenter, nodeClass, pool, inPool('cart', 'general')), { wait: 600 }],
      upgrade({ only: 'controlPlane', soakMinutes: 30 }),
      'nodes-newer/general',
    ],
    [
      'to a version in extended support, with the policy STANDARD',
      [apply({ upgradePolicy: { supportType: 'STANDARD' } }), plant(deployment('web')), { wait: 8 * DAY }],
      upgrade({ only: 'controlPlane' }),
      'support-policy: found 1.34 has left standard support',
    ],
  ] as const)('is refused of a cluster %s', async (_what, before, up, reason) => {
    await simulate([...before, up, ended('Succeeded'), back, ended('Rejected', reason)]);
  });

  it('is as it was foreseen, of nodes of several kinds', async () => {
    const kinds = ['managed-custom', 'own', 'fargate-managed', 'karpenter-pinned'];
    const eks = { goesBack: true, takesOldReleases: false };
    const of = { phase: 'two minors', from: '1.34', supportType: 'EXTENDED', startAt, eks, kinds } as const;
    const report = await simulate(stepsOf(of), [], { documents: documentsOf(of), settings: ROOM });
    const cells = cellsOf(of, report);
    expect(cells.map(({ came }) => came)).toEqual(['goes back', 'goes back', 'stays', 'goes back']);
    expect(wrong(cells)).toEqual([]);
  });

  it('takes up what a stopped upgrade has left among self-managed nodes, and leaves their group as it was', async () => {
    const own = { name: 'own', instanceType: 'm6i.large', minSize: 1, desiredCapacity: 2, maxSize: 2 };
    const held = (minAvailable: number): Step => plant(budget('cart', { minAvailable }));
    const waivers = [{ finding: 'pdb-blocks-drain', until: '2027-01-01T00:00:00Z', reason: 'a trial' }];
    const report = await simulate([
      apply({ managedNodeGroups: [], nodeGroups: [own] }),
      ...[plant(deployment('cart', { replicas: 2 })), held(2), { wait: 300 }],
      upgrade({ waivers }),
      {
        expect: {
          operation: {
            kind: 'upgrade',
            outcome: 'Failed',
            reason: 'the next upgrade or rollback of these nodes',
          },
        },
      } as Step,
      ...[held(1), back, ended('Succeeded'), kubelets({ '1.34': 2 })],
      { expect: { sizes: { cluster: 'web', region, groups: { own: '2 of 1-2' } } } } as Step,
    ]);
    const [stopped] = report.operations.filter(({ kind }) => kind === 'upgrade');
    expect(stopped?.reason).toMatch(/ stays cordoned, and its group .* has 3 nodes in place of 2: /);
  });

  it('is refused once seven days have passed', async () => {
    const up = [apply(), upgrade({ only: 'controlPlane' }), ended('Succeeded'), { wait: 7 * DAY }];
    await simulate([...up, back, ended('Rejected', 'rollback-window')]);
  });
});
