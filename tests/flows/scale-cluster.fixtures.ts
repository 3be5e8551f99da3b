import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';

export const region = 'us-west-2';
export type Json = Readonly<Record<string, unknown>>;

export const document = (web: Json = {}, own: Json = {}) => ({
  source: 'web.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'web', region, version: '1.34' },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
    managedNodeGroups: [
      {
        name: 'web',
        instanceTypes: ['m6i.large', 'm5.large'],
        labels: { tier: 'web' },
        minSize: 1,
        desiredCapacity: 2,
        maxSize: 4,
        ...web,
      },
    ],
    nodeGroups: [
      { name: 'own', instanceType: 'm6i.large', minSize: 0, desiredCapacity: 1, maxSize: 2, ...own },
    ],
  },
});

export const apply: Step = { apply: [document()] };
export const scale = (request: Json, followForSeconds?: number): Step =>
  ({
    scale: { cluster: 'web', region, request },
    ...(followForSeconds === undefined ? {} : { followForSeconds }),
  }) as Step;
export const hibernate = (more: Json = {}) => scale({ action: 'hibernate', ...more });
export const wake = (more: Json = {}) => scale({ action: 'wake', ...more });
export const resize = (sizes: Json, select: Json = { nodeGroups: ['web'] }, more: Json = {}) =>
  scale({ action: 'resize', groups: [{ select, ...sizes }], ...more });
export const sizes = (web: string, own: string): Step => ({
  expect: { sizes: { cluster: 'web', region, groups: { web, own } } },
});
export const ended = (
  outcome: 'Succeeded' | 'Failed' | 'Rejected' | 'Skipped' | 'Incomplete',
  reason?: string,
): Step => ({
  expect: { operation: { kind: 'scale', outcome, ...(reason === undefined ? {} : { reason }) } },
});
export const rejected = (reason: string): Step => ({ expect: { rejected: { region, reason } } });
export const byHand = (scalingConfig: Json): Step => ({
  administrator: {
    region,
    calls: [
      {
        service: 'eks',
        operation: 'UpdateNodegroupConfig',
        request: { clusterName: 'web', nodegroupName: 'web', scalingConfig: scalingConfig as never },
      },
    ],
  },
});

export const AWAKE = ['2 of 1-4', '1 of 0-2'] as const;
export const ASLEEP = ['0 of 0-4', '0 of 0-2'] as const;

interface Fact {
  readonly detailType: string;
  readonly detail: Json;
}

export const factsOf = ({ calls = [] }: SimulationReport): readonly Fact[] =>
  calls
    .filter(({ operation }) => operation === 'PutEvents')
    .flatMap(({ input }) => input.Entries as readonly { DetailType: string; Detail: string }[])
    .map(({ DetailType, Detail }) => ({ detailType: DetailType, detail: JSON.parse(Detail) as Json }));

export const scalingsOf = ({ calls = [] }: SimulationReport) =>
  calls.filter(
    ({ operation, input }) =>
      operation === 'UpdateAutoScalingGroup' ||
      (operation === 'UpdateNodegroupConfig' && input.scalingConfig !== undefined),
  );

export const { simulate } = deployedFleet({ seed: 5, regions: [region], keepCalls: true });
