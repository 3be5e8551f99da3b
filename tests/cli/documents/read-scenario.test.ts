import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readScenario } from '../../../cli/documents/read-scenario.ts';

const CLUSTER = {
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'office', region: 'us-east-1' },
};
const FLEET = {
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'offices' },
  spec: { home: 'us-east-1', regions: ['us-east-1'] },
};

const NESTED = {
  ...{ apiVersion: 'eks-fleet.dev/v1', kind: 'Scenario', metadata: { name: 'b' } },
  spec: { regions: ['us-west-2'], steps: [{ apply: 'both.yaml' }, { wait: 60 }] },
};

async function read(spec: object) {
  const folder = await mkdtemp(join(tmpdir(), 'scenario-'));
  await writeFile(
    join(folder, 'both.yaml'),
    [CLUSTER, FLEET].map((one) => JSON.stringify(one)).join('\n---\n'),
  );
  await writeFile(join(folder, 'other.yaml'), JSON.stringify(NESTED));
  const value = { apiVersion: 'eks-fleet.dev/v1', kind: 'Scenario', metadata: { name: 'a' }, spec };
  return readScenario({ source: join(folder, 'scenario.yaml'), value });
}

describe('a scenario', () => {
  it('plays the steps of another one in the place where it names it, and none of its regions', async () => {
    const { steps, documents, regions, problems } = await read({
      steps: [{ wait: 1 }, { play: 'other.yaml' }, { wait: 2 }],
    });
    expect(problems).toEqual([]);
    expect(steps.map((step) => Object.keys(step)[0])).toEqual([
      'wait',
      'apply',
      'applyFleet',
      'wait',
      'wait',
    ]);
    expect(documents).toHaveLength(1);
    expect(regions).toBeUndefined();
  });

  it('says where the file that it is to play has no scenario', async () => {
    const { problems } = await read({ steps: [{ play: 'both.yaml' }] });
    expect(problems).toMatchObject([{ path: 'kind', message: 'there is no scenario in it' }]);
  });

  it('applies a cluster as often as it is to be copied, each under a name of its own, and then the fleet', async () => {
    const { steps, documents, fleets, problems } = await read({ steps: [{ apply: 'both.yaml', copies: 2 }] });
    expect(problems).toEqual([]);
    const names = documents.map(({ value }) => (value as typeof CLUSTER).metadata.name);
    expect(names).toEqual(['office-1', 'office-2']);
    expect(fleets.map(({ value }) => value)).toEqual([FLEET]);
    expect(steps).toEqual([
      { apply: documents.map(({ source, value }) => ({ source, value })) },
      { applyFleet: FLEET },
    ]);
  });

  it('says when it begins, how calls are carried, and what quotas the account has', async () => {
    const scenario = await read({
      startAt: '2026-11-23T08:00:00Z',
      seam: 'direct',
      quotas: { 'ec2/vpcs': 20 },
      steps: [{ wait: 60 }],
    });
    expect(scenario).toMatchObject({
      startAt: '2026-11-23T08:00:00Z',
      seam: 'direct',
      quotas: { 'ec2/vpcs': 20 },
    });
  });

  it.each([
    [{ fault: { kind: 'throttl' } }, 'fault.kind', 'throttle'],
    [{ fault: { kind: 'throttle', tims: 3 } }, 'fault.tims', 'times'],
    [{ expect: { operation: { kid: 'scale', outcome: 'Failed' } } }, 'expect.operation.kid', 'kind'],
  ])('has the fields of a step told apart by what the step is: %j', async (step, path, meant) => {
    const { problems } = await read({ steps: [step] });
    expect(problems).toContainEqual(
      expect.objectContaining({ path: `spec.steps[0].${path}`, alternative: `did you mean ${meant}?` }),
    );
  });

  it('is refused with the path of what it does not have', async () => {
    const { problems } = await read({
      seam: 'telepathy',
      steps: [{ watch: { officeHours: [{ clusters: 'a', region: 'b', zone: 'UTC', days: ['SOMEDAY'] }] } }],
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'spec.seam',
      'spec.steps[0].watch.officeHours[0].days[0]',
      'spec.steps[0].watch.officeHours[0].open',
      'spec.steps[0].watch.officeHours[0].close',
    ]);
  });
});
