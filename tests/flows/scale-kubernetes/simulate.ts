import type { Step } from '../../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../../rehearsal/simulation-spec.ts';
import { deployedFleet } from '../deployed-fleet.ts';
import { REGION } from './workloads.ts';

type Json = Readonly<Record<string, unknown>>;

export const document = (more: Json = {}) => ({
  source: 'web.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'web', region: REGION, version: '1.34' },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
    managedNodeGroups: [
      { name: 'system', instanceType: 'm6i.large', minSize: 1, desiredCapacity: 1, maxSize: 2 },
    ],
    ...more,
  },
});
export const auto = (more: Json = {}) =>
  document({ autoModeConfig: { enabled: true }, addons: [], managedNodeGroups: [], ...more });

export const apply = (written = document()): Step => ({ apply: [written] });
/** A Fleet document of this region alone. */
export const applyFleet = (spec: Json): Step => ({
  publish: {
    region: REGION,
    bus: 'fleet',
    entry: {
      source: 'eks-fleet',
      detailType: 'FleetRequested',
      detail: {
        version: '1',
        requestId: 'fleet-1',
        fleet: {
          apiVersion: 'eks-fleet.dev/v1',
          kind: 'Fleet',
          metadata: { name: 'noon' },
          spec: { home: REGION, regions: [REGION], ...(spec as Record<string, never>) },
        },
      },
    },
    starts: 1,
  },
});
export const hibernate: Step = {
  scale: { cluster: 'web', region: REGION, request: { action: 'hibernate' } },
};
export const wake: Step = { scale: { cluster: 'web', region: REGION, request: { action: 'wake' } } };
export const sizes = (system: string): Step => ({
  expect: { sizes: { cluster: 'web', region: REGION, groups: { system } } },
});
export const inside = (found: Json): Step => ({
  expect: { inside: { cluster: 'web', region: REGION, ...found } },
});
export const ended = (outcome: 'Succeeded' | 'Failed' | 'Rejected' | 'Incomplete', reason = ''): Step => ({
  expect: { operation: { kind: 'scale', outcome, reason } },
});
export const rejected = (reason: string): Step => ({ expect: { rejected: { region: REGION, reason } } });

const fleet = deployedFleet({ seed: 7, regions: [REGION], keepCalls: true });

export const simulate = (...steps: readonly Step[]): Promise<SimulationReport> => fleet.simulate(steps);

interface Fact {
  readonly detailType: string;
  readonly detail: {
    readonly reason?: string;
    readonly notes?: readonly string[];
    readonly missing?: readonly { readonly name: string; readonly reasons: readonly string[] }[];
  };
}

export const factsOf = ({ calls = [] }: SimulationReport): readonly Fact[] =>
  calls
    .filter(({ operation }) => operation === 'PutEvents')
    .flatMap(({ input }) => input.Entries as readonly { DetailType: string; Detail: string }[])
    .map(({ DetailType, Detail }) => ({ detailType: DetailType, detail: JSON.parse(Detail) }));

/** The calls that changed controllers which start nodes, or their groups, in order. */
export const changesOf = ({ calls = [] }: SimulationReport): readonly string[] =>
  calls
    .map(({ operation }) => operation)
    .filter((operation) =>
      /^(PatchNodepools|DeleteNodeclaims|UpdateClusterConfig|UpdateNodegroupConfig)$/.test(operation),
    );
