import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import type { PlannedFault } from '../../rehearsal/fault-plan.ts';
import type { Step } from '../../rehearsal/scenario/steps.ts';
import { runSimulations } from '../../rehearsal/simulation-process.ts';
import type { SimulationReport, SimulationSpec } from '../../rehearsal/simulation-spec.ts';
import { createCluster } from '../../statemachines/create-cluster.ts';
import { deleteCluster } from '../../statemachines/delete-cluster.ts';
import { pascal } from '../project/names.ts';
import { allStates, type Definition } from '../project/state-machines/definition.ts';

/*
 * Every task that changes something dies before its effect, dies after it, loses its reply, and runs twice. The
 * tasks are read from the workflows, so that a new one is covered on the day that it is added. Whatever happens,
 * the workflow converges, nothing is made twice, nothing is changed without its lease, and the lease is freed:
 * the last three are checked in every simulation.
 */

const root = join(import.meta.dirname, '../..');
const region = 'us-east-1';
const document = {
  source: 'everything.yaml',
  value: {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'everything', region, version: '1.35', tags: { env: 'test' } },
    cloudWatch: { clusterLogging: { enableTypes: ['api'], logRetentionInDays: 30 } },
    iam: {
      withOIDC: true,
      podIdentityAssociations: [
        {
          namespace: 'shop',
          serviceAccountName: 'web',
          permissionPolicyARNs: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
        },
      ],
    },
    accessConfig: {
      accessEntries: [
        {
          principalARN: 'arn:aws:iam::111122223333:role/eks-fleet/eks-fleet-prod-workflows',
          kubernetesGroups: ['viewers'],
        },
      ],
    },
    addons: [{ name: 'vpc-cni' }, { name: 'kube-proxy' }, { name: 'eks-pod-identity-agent' }],
    managedNodeGroups: [{ name: 'managed', desiredCapacity: 1 }],
    nodeGroups: [{ name: 'own', desiredCapacity: 1 }],
    fargateProfiles: [{ name: 'jobs', selectors: [{ namespace: 'jobs' }] }],
    identityProviders: [
      { type: 'oidc', name: 'company', issuerURL: 'https://id.example.com', clientID: 'kubernetes' },
    ],
    capabilities: [{ name: 'kro', type: 'KRO' }],
  },
};

const KINDS = ['crash-before', 'crash-after', 'lose-reply', 'lose-result'] as const;
/** Tasks that the document and the course of events do not come to. */
const NOT_CALLED = [
  'operation/publish-rejection',
  'operation/publish-failure',
  'create/apply-pull-through-cache-rule',
  'create/request-rollback',
];

/** States of the workflow's failures and refusals. */
const NOT_ENTERED = [
  'ApplyPullThroughCacheRule',
  'EndFailed',
  'EndRejected',
  'EndSuperseded',
  'PublishFailure',
  'PublishRejection',
  'PublishSuperseded',
  'ReleaseLeaseAfterFailure',
  'ReleaseLeaseAfterRejection',
  'RequestRollback',
];

const definition = (workflow: string): Definition =>
  JSON.parse(readFileSync(join(root, 'statemachines', `${workflow}.asl.json`), 'utf8')) as Definition;

const creation: readonly Step[] = [
  { apply: [document] },
  { expect: { operation: { kind: 'create', outcome: 'Succeeded' } } },
];
/** What Kubernetes leaves behind, so that every task of a deletion has something to do. */
const leftovers = {
  cluster: 'everything',
  region,
  loadBalancers: [
    {
      name: 'shop',
      type: 'application' as const,
      securityGroups: ['shop'],
      targetGroups: ['shop'],
      deletionProtection: false,
    },
  ],
  securityGroups: [{ name: 'shop', mentionedBy: ['cluster'] }],
  networkInterfaces: [{ name: 'pod', status: 'available' as const, securityGroups: ['shop'] }],
  instances: 1,
  volumes: [],
};

const deletion: readonly Step[] = [
  ...creation,
  { plant: leftovers },
  { delete: { cluster: 'everything', region } },
  { expect: { operation: { kind: 'delete', outcome: 'Succeeded' }, nothingLeft: true } },
];

function faultsOf(tasks: typeof createCluster.tasks): readonly PlannedFault[] {
  return tasks
    .filter(({ task, effect }) => effect !== undefined && !NOT_CALLED.includes(task))
    .flatMap(({ task }) => {
      const name = pascal(task);
      const functionName = name.charAt(0).toLowerCase() + name.slice(1);
      return KINDS.map((kind): PlannedFault => ({ kind, functionName }));
    });
}

let specOf: (faults: readonly PlannedFault[], steps: readonly Step[], seed: number) => SimulationSpec;

beforeAll(async () => {
  const templates = await compileTemplates({ root, regions: [region], stage: 'prod' });
  specOf = (faults, steps, seed) => ({
    seed,
    startAt: '2026-11-24T08:00:00Z',
    accountId: '111122223333',
    stage: 'prod',
    regions: [region],
    templates,
    root,
    documents: [document],
    settings: {},
    steps,
    faults,
  });
}, 60_000);

/** What went wrong, in words, or nothing. */
function findings(result: SimulationReport | Error, fault: PlannedFault): readonly string[] {
  if (result instanceof Error) return [`${result.name}: ${result.message}`];
  const missed = result.faults.length === 0 ? [`${JSON.stringify(fault)} never came to pass`] : [];
  return [...missed, ...result.invariants.violated];
}

async function survivors(
  faults: readonly PlannedFault[],
  steps: readonly Step[],
): Promise<Record<string, readonly string[]>> {
  const results = await runSimulations(
    faults.map((fault, index) => specOf([fault], steps, index + 1)),
    2,
  );
  const found = results.map(
    (result, index) =>
      [JSON.stringify(faults[index]), findings(result, faults[index] as PlannedFault)] as const,
  );
  return Object.fromEntries(found.filter(([, problems]) => problems.length > 0));
}

/** The states of create-cluster that call a task, but for those of its failures and refusals. */
function calledStates(): readonly string[] {
  const tasks = allStates(definition('create-cluster')).filter(([, { Type }]) => Type === 'Task');
  return [...new Set(tasks.map(([name]) => name))].filter((name) => !NOT_ENTERED.includes(name));
}

describe('create-cluster', () => {
  it('is taken up again by another request wherever it was stopped', async () => {
    const stops = calledStates().map((state): PlannedFault => ({ kind: 'stop-execution', state }));
    const again: readonly Step[] = [{ apply: [document] }, ...creation];
    expect(await survivors(stops, again)).toEqual({});
  }, 300_000);

  it('finishes while the next release is deployed in any of its states', async () => {
    const deployments = calledStates().map((state): PlannedFault => ({ kind: 'deploy', state }));
    expect(await survivors(deployments, creation)).toEqual({});
  }, 300_000);

  it('survives the death of every task that changes something', async () => {
    expect(await survivors(faultsOf(createCluster.tasks), creation)).toEqual({});
  }, 300_000);
});

describe('a rollback', () => {
  it('survives the death of the task that asks for it', async () => {
    const name = 'doomed';
    const addons = [{ name: 'vpc-cni', version: 'v0.0.1-eksbuild.1' }];
    const value = {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name, region },
      addons,
    };
    const steps: readonly Step[] = [
      { apply: [{ source: 'doomed.yaml', value }], rollbackOnFailure: true },
      { expect: { operation: { kind: 'delete', outcome: 'Succeeded' }, nothingLeft: true } },
    ];
    const faults = KINDS.map((kind): PlannedFault => ({ kind, functionName: 'createRequestRollback' }));
    expect(await survivors(faults, steps)).toEqual({});
  }, 120_000);
});

describe('delete-cluster', () => {
  it('survives the death of every task that changes something', async () => {
    const own = deleteCluster.tasks.filter(({ task }) => task.startsWith('delete/'));
    expect(await survivors(faultsOf(own), deletion)).toEqual({});
  }, 300_000);
});
