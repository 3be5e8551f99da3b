import { describe, expect, it } from '@jest/globals';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { deployedFleet } from './deployed-fleet.ts';
import { scenarioSteps } from './scenario-steps.ts';

const { run } = deployedFleet({ seed: 1, regions: ['us-west-2'] });
const simulate = async (path: string): Promise<SimulationReport> => run(await scenarioSteps(path));

const outcomes = ({ operations }: SimulationReport) =>
  operations.map(({ kind, outcome }) => `${kind} ${outcome}`);

describe('deleting a cluster', () => {
  it('takes everything that create made and Kubernetes left, and keeps volumes', async () => {
    const report = await simulate('examples/scenarios/create-and-delete.yaml');
    expect(report.invariants.violated).toEqual([]);
    expect(report.invariants.checked).toEqual(expect.arrayContaining(['nothingLeft', 'volumes']));
    expect(report.outcome).toBe('succeeded');
    expect(report.clusters).toEqual([]);
    expect(outcomes(report)).toEqual(['create Succeeded', 'delete Succeeded']);
  }, 60_000);

  it("waits for EKS to let go of the role of Auto Mode's nodes, which it does after the cluster is gone", async () => {
    const report = await simulate('tests/flows/delete-cluster/auto-mode.yaml');
    expect(report.invariants.violated).toEqual([]);
    expect(outcomes(report)).toEqual(['create Succeeded', 'delete Succeeded']);
  }, 60_000);

  it('refuses what is unknown, protected or not confirmed, before anything is changed', async () => {
    const report = await simulate('tests/flows/delete-cluster/refusals.yaml');
    expect(report.invariants.violated).toEqual([]);
    expect(report.outcome).toBe('succeeded');
    // The request without its confirmation never became an operation.
    expect(outcomes(report)).toEqual([
      'delete Rejected',
      'create Succeeded',
      'delete Rejected',
      'create Succeeded',
      'delete Succeeded',
    ]);
  }, 60_000);

  it('fails with what is in the way, and goes on from there when it is asked again', async () => {
    const report = await simulate('tests/flows/delete-cluster/again-after-failure.yaml');
    expect(report.invariants.violated).toEqual([]);
    expect(outcomes(report)).toEqual([
      'create Succeeded',
      'delete Failed',
      'delete Succeeded',
      'delete Succeeded',
    ]);
    expect(report.operations[1]?.reason).toMatch(
      /^networkInterface\/eni-\w+: eni-\w+ is still in use by interface "planted busy"; remove what uses it/,
    );
  }, 60_000);

  it('refuses, before anything is deleted, while instances of others run in its VPC', async () => {
    const report = await simulate('tests/flows/delete-cluster/lodger.yaml');
    expect(report.invariants.violated).toEqual([]);
    expect(outcomes(report)).toEqual(['create Succeeded', 'delete Rejected']);
  }, 60_000);

  it('fails with what keeps a stack, and deletes the stack when it is asked again', async () => {
    const report = await simulate('tests/flows/delete-cluster/stack-held.yaml');
    expect(report.invariants.violated).toEqual([]);
    expect(outcomes(report)).toEqual(['create Succeeded', 'delete Failed', 'delete Succeeded']);
  }, 60_000);

  it('touches nothing of others in a network that was given', async () => {
    const report = await simulate('tests/flows/delete-cluster/given-network.yaml');
    expect(report.invariants.violated).toEqual([]);
    expect(outcomes(report)).toEqual(['create Succeeded', 'delete Succeeded']);
  }, 60_000);

  it('says which load balancer protects itself', async () => {
    const report = await simulate('tests/flows/delete-cluster/protected-load-balancer.yaml');
    expect(report.invariants.violated).toEqual([]);
    expect(report.operations[1]?.reason).toMatch(
      /^delete-load-balancer: Load balancer 'arn:[^']+' cannot be deleted because deletion protection is enabled/,
    );
  }, 60_000);

  it('takes the cluster over from a creation that is under way', async () => {
    const report = await simulate('tests/flows/delete-cluster/while-creating.yaml');
    expect(report.invariants.violated).toEqual([]);
    expect(outcomes(report)).toEqual(['create Failed', 'delete Succeeded']);
  }, 60_000);
});

describe('a scenario', () => {
  it('fails on what is not as it expects, and says what it found', async () => {
    const report = await simulate('tests/flows/delete-cluster/wrong.yaml');
    expect(report.outcome).toBe('failed');
    expect(report.invariants.violated).toEqual(
      expect.arrayContaining([
        'step 2: create ended Succeeded, expected Failed',
        'step 2: cluster plain is ACTIVE, expected absent',
        'step 2: us-west-2 eks cluster plain is left',
        'step 2: us-west-2 cloudformation Stacks eks-fleet-plain-network is left',
        expect.stringMatching(/^step 2: us-west-2 ec2 Vpcs vpc-\w+ is left$/),
        expect.stringMatching(/^step 2: us-west-2 iam Roles \S+plain-us-west-2-service is left$/),
      ]),
    );
  }, 60_000);
});
