import { describe, expect, it } from '@jest/globals';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { legacy, REGION } from './adopt-cluster/legacy.ts';
import { deployedFleet } from './deployed-fleet.ts';

const region = REGION;
// IAM is reached through us-east-1, wherever one is.
const regions = [region, 'us-east-1'];
const { simulate } = deployedFleet({ seed: 5, regions, keepCalls: true });
/**
 * With this seed the ARN of an access entry has the name of its role alone; with the other it has the role's path
 * too.
 */
const { simulate: simulateWithoutPaths } = deployedFleet({ seed: 1, regions, keepCalls: true });

type Json = Readonly<Record<string, unknown>>;

const document = (more: Json = {}) => ({
  source: 'web.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'web', region, version: '1.34' },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }],
    managedNodeGroups: [{ name: 'web', instanceType: 'm6i.large', desiredCapacity: 1 }],
    ...more,
  },
});

const CLUSTERS = 'eks-fleet-prod-clusters';
const ADMINISTRATOR = 'eks-fleet-prod-access-ensure-access';

/** Changes of access entries, in order: `create eks-fleet-prod-clusters`. */
const entryCalls = ({ calls = [] }: SimulationReport): readonly string[] =>
  calls
    .filter(({ operation }) => /^(Create|Update|Delete)AccessEntry|AssociateAccessPolicy$/.test(operation))
    .map(({ operation, input }) => {
      const principal = String(input.principalArn).split('/').at(-1);
      const policy = input.policyArn === undefined ? '' : ` ${String(input.policyArn).split('/').at(-1)}`;
      return `${operation} ${principal}${policy}`;
    });

const factsOf = ({ calls = [] }: SimulationReport): readonly Json[] =>
  calls
    .filter(({ operation }) => operation === 'PutEvents')
    .flatMap(({ input }) => input.Entries as readonly { Detail: string }[])
    .map(({ Detail }) => JSON.parse(Detail) as Json);

const BROUGHT_IN = [
  `CreateAccessEntry ${CLUSTERS}`,
  `CreateAccessEntry ${ADMINISTRATOR}`,
  `AssociateAccessPolicy ${ADMINISTRATOR} AmazonEKSClusterAdminPolicy`,
  `DeleteAccessEntry ${ADMINISTRATOR}`,
];

describe("the fleet's way into a cluster's Kubernetes API", () => {
  it('is made beside the contents of a new cluster, by an administrator who is gone again', async () => {
    const report = await simulate([{ apply: [document()] }, { apply: [document()] }]);
    expect(entryCalls(report)).toEqual(BROUGHT_IN);
    expect(factsOf(report)).toEqual([
      expect.objectContaining({ kubernetesAccess: expect.objectContaining({ is: 'ready' }) }),
      expect.objectContaining({ kubernetesAccess: expect.objectContaining({ is: 'ready' }) }),
    ]);
  }, 60_000);

  it('is made whether AWS names the path of its roles in their entries or not', async () => {
    const report = await simulateWithoutPaths([{ apply: [document()] }]);
    expect(entryCalls(report)).toEqual(BROUGHT_IN);
    expect(factsOf(report)).toEqual([
      expect.objectContaining({ kubernetesAccess: expect.objectContaining({ is: 'ready' }) }),
    ]);
  }, 60_000);

  it('is not made where the endpoint is open to other addresses only, and nothing of it stays', async () => {
    const vpc = { publicAccessCIDRs: ['203.0.113.0/24'] };
    const report = await simulate([{ apply: [document({ vpc })] }]);
    expect(entryCalls(report)).toEqual([]);
    expect(factsOf(report)).toEqual([
      expect.objectContaining({ kubernetesAccess: expect.objectContaining({ is: 'unreachable' }) }),
    ]);
  }, 60_000);

  it('fails no creation where the role cannot be made, and leaves no administrator', async () => {
    const refusal: PlannedFault = {
      kind: 'server-error',
      functionName: 'accessEnsureAccess',
      operation: 'CreateClusterroles',
      times: 1000,
    };
    const report = await simulate([{ apply: [document()] }], [refusal]);
    expect(report.operations.map(({ outcome }) => outcome)).toEqual(['Succeeded']);
    expect(entryCalls(report).at(-1)).toBe(`DeleteAccessEntry ${ADMINISTRATOR}`);
    expect(factsOf(report)).toEqual([
      expect.objectContaining({ kubernetesAccess: expect.objectContaining({ is: 'failed' }) }),
    ]);
  }, 60_000);
});

describe('an adopted cluster', () => {
  const of = { cluster: 'legacy', region: REGION };

  it('lets the fleet in from level scale on, and out again below it', async () => {
    const report = await simulate([
      ...legacy,
      { adopt: of },
      { expect: { untouched: true } },
      { adopt: { ...of, level: 'scale' } },
      { adopt: { ...of, level: 'upgrade' } },
      { adopt: { ...of, level: 'observe' } },
    ]);
    expect(entryCalls(report)).toEqual([...BROUGHT_IN, `DeleteAccessEntry ${CLUSTERS}`]);
    const said = factsOf(report).map(({ kubernetesAccess }) => (kubernetesAccess as Json).is);
    expect(said).toEqual(['none', 'ready', 'ready', 'none']);
  }, 60_000);

  it('is released without the entry of the fleet', async () => {
    const report = await simulate([...legacy, { adopt: { ...of, level: 'all' } }, { forget: of }]);
    expect(entryCalls(report)).toEqual([...BROUGHT_IN, `DeleteAccessEntry ${CLUSTERS}`]);
  }, 60_000);

  it('keeps its level while it sleeps: at a lower one nothing would wake it', async () => {
    await simulate([
      ...legacy,
      { adopt: { ...of, level: 'scale' } },
      { scale: { ...of, request: { action: 'hibernate' } } },
      { adopt: { ...of, level: 'observe' } },
      { expect: { rejected: { region, reason: 'at level observe nothing wakes it' } } },
      { expect: { registered: { name: of.cluster, region, level: 'scale' } } },
      { adopt: { ...of, level: 'all' } },
      { expect: { registered: { name: of.cluster, region, level: 'all' } } },
    ]);
  }, 60_000);

  it('is not released while it sleeps: nobody else knows what it wakes to', async () => {
    const scale = (action: 'hibernate' | 'wake'): Step => ({ scale: { ...of, request: { action } } });
    const report = await simulate([
      ...legacy,
      { adopt: { ...of, level: 'scale' } },
      scale('hibernate'),
      { forget: of },
      { expect: { rejected: { region, reason: 'legacy in us-west-2 is hibernating' } } },
      scale('wake'),
      { forget: of },
      { expect: { sizes: { ...of, groups: { web: '2 of 1-3' } } } },
    ]);
    expect(report.operations.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'adopt Succeeded',
      'scale Succeeded',
      'scale Succeeded',
      'release Succeeded',
    ]);
  }, 60_000);

  it('keeps no administrator where its adoption is stopped half way', async () => {
    const report = await simulate([
      ...legacy,
      { adopt: { ...of, level: 'scale' }, followForSeconds: 35 },
      { fault: { kind: 'stop-execution', state: 'EnsureAccess' } },
      { wait: 600 },
      { adopt: { ...of, level: 'upgrade' } },
    ]);
    expect(report.operations.map(({ outcome }) => outcome)).toEqual(['Failed', 'Succeeded']);
    expect(entryCalls(report)).toEqual([
      ...BROUGHT_IN.slice(0, 3),
      `DeleteAccessEntry ${ADMINISTRATOR}`,
      ...BROUGHT_IN.slice(1),
    ]);
  }, 60_000);
});
