import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { EksWork, SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';

const region = 'us-west-2';
const GROUPS = ['a', 'b', 'c'];

const apply: Step = {
  apply: [
    {
      source: 'shop.yaml',
      value: {
        apiVersion: 'eksctl.io/v1alpha5',
        kind: 'ClusterConfig',
        metadata: { name: 'shop', region, version: '1.34' },
        addons: ['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent'].map((name) => ({ name })),
        managedNodeGroups: GROUPS.map((name) => ({
          ...{ name, instanceTypes: ['m6i.large'], minSize: 1, desiredCapacity: 2, maxSize: 4 },
        })),
      },
    },
  ],
};
const upgrade = (request: object): Step => ({
  upgrade: { cluster: 'shop', region, request: { action: 'upgrade', to: '1.36', ...request } as never },
});

const seconds = ({ startedAt, endedAt = startedAt }: { startedAt: string; endedAt?: string }): number =>
  (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
const longest = (work: readonly EksWork[]): number => Math.max(0, ...work.map(seconds));

/** Work of one kind that follows work of another is a stage of its own: each began once the one before had ended. */
function stagesOf(work: readonly EksWork[]): readonly (readonly EksWork[])[] {
  const stages: EksWork[][] = [];
  for (const one of work) {
    const last = stages.at(-1);
    if (last?.[0]?.kind === one.kind) last.push(one);
    else stages.push([one]);
  }
  return stages;
}

/** The least time of a stage: side by side, but for node groups, of which a first goes alone and then two at a time. */
function leastOf(stage: readonly EksWork[]): number {
  const [first, ...rest] = stage;
  if (first?.kind !== 'eks/node-group-version-update') return longest(stage);
  const lanes = [0, 0];
  for (const one of rest) {
    const free = lanes.indexOf(Math.min(...lanes));
    lanes[free] = (lanes[free] ?? 0) + seconds(one);
  }
  return seconds(first) + Math.max(...lanes);
}

/** Work that an upgrade asks for, and EKS's own, which stands in its way. */
const OF_UPGRADES =
  /^eks\/(insights-refresh|internal-update|(control-plane|addon|node-group-version)-update)$/;

/** The path of EKS's own durations through an upgrade, and the time that it took. */
function pathOf({ operations, work = [] }: SimulationReport, soakSeconds: number) {
  const operation = operations.find(({ kind }) => kind === 'upgrade');
  if (!operation) throw new Error('there was no upgrade');
  const own = work.filter(
    ({ kind, startedAt }) => OF_UPGRADES.test(kind) && startedAt >= operation.startedAt,
  );
  const stages = stagesOf(own);
  const path = stages.reduce((sum, stage) => sum + leastOf(stage), soakSeconds);
  const kinds = stages.map((stage) => `${stage.length} ${stage[0]?.kind.replace('eks/', '')}`);
  return { operation, kinds, path, took: seconds(operation) };
}

const callsOfEks = ({ awsCalls }: SimulationReport): number =>
  Object.entries(awsCalls)
    .filter(([name]) => name.startsWith('eks:'))
    .reduce((sum, [, { count }]) => sum + count, 0);

/** EKS is busy with the cluster by itself before its second minor with seed 15, and refreshes insights twice with 24. */
describe.each([1, 15, 24])('an upgrade by two minors of three groups and four add-ons, seed %i', (seed) => {
  const { simulate } = deployedFleet({ seed, regions: [region], keepWork: true });

  it.each([0, 30])(
    'takes at most a tenth longer than EKS, with a soak of %i minutes',
    async (soakMinutes) => {
      const report = await simulate([apply, { countCalls: 'from here' }, upgrade({ soakMinutes })]);
      const { operation, kinds, path, took } = pathOf(report, 2 * soakMinutes * 60);
      expect(operation.outcome).toBe('Succeeded');
      // Both minors are there, with all that belongs to each, or the path would be one of something else.
      expect(kinds.filter((kind) => kind === '1 control-plane-update')).toHaveLength(2);
      expect(kinds.filter((kind) => kind === '3 node-group-version-update')).toHaveLength(2);
      expect(took / path).toBeGreaterThanOrEqual(1);
      expect(took / path).toBeLessThanOrEqual(1.1);
      expect(callsOfEks(report)).toBeLessThanOrEqual(400);
    },
  );
});
