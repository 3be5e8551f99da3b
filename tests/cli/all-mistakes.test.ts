import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AllocateAddressCommand, EC2Client } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commandLine, type RunningDev, startDev } from './running-dev.ts';
import { administrator } from './somebody.ts';

const REGION = 'us-east-1';
let dev: RunningDev;
let folder: string;

const cluster = (name: string, more: object) => ({
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name, region: REGION, version: '1.35' },
  ...more,
});
const { file, run } = commandLine(
  () => folder,
  () => dev,
);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mistakes-'));
  dev = await startDev('--regions', REGION);
}, 120_000);
afterAll(async () => {
  await dev.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

describe('apply', () => {
  it('tells all mistakes of all documents at once: of fields, of how they fit, and of what AWS has not', async () => {
    const misspelt = await file(
      'misspelt.json',
      cluster('misspelt', {
        vpcs: {},
        addons: [{ nam: 'x' }, { name: 'coredsn' }],
        managedNodeGroups: [{ name: 'web', instanceType: 7 }],
      }),
    );
    const contradictory = await file(
      'contradictory.json',
      cluster('contradictory', {
        managedNodeGroups: [{ name: 'web', minSize: 5, maxSize: 2, instanceType: 'm5.gigantic' }],
      }),
    );
    const fine = await file(
      'elsewhere.json',
      cluster('elsewhere', {
        iam: { serviceRoleARN: 'arn:aws:iam::111122223333:role/nobody' },
        managedNodeGroups: [{ name: 'web', instanceTypes: ['m5.large', 'm6g.large'] }],
      }),
    );
    const files = [misspelt, contradictory, fine].flatMap((one) => ['-f', one]);
    const { code, result } = await run('apply', ...files, '--dry-run');
    expect([code, result.outcome]).toEqual([1, 'refused']);
    const told = result.refused.map(
      ({ document, path }: { document: string; path: string }) => `${document.split('/').at(-1)} ${path}`,
    );
    expect(told.sort()).toEqual([
      'contradictory.json managedNodeGroups[0].instanceType',
      'contradictory.json managedNodeGroups[0].minSize',
      'elsewhere.json iam.serviceRoleARN',
      'elsewhere.json managedNodeGroups[0].instanceTypes',
      'misspelt.json addons[0].nam',
      'misspelt.json addons[0].name',
      'misspelt.json addons[1].name',
      'misspelt.json managedNodeGroups[0].instanceType',
      'misspelt.json vpcs',
    ]);
    expect(result.refused.every(({ line }: { line?: number }) => line !== undefined)).toBe(true);
  }, 60_000);

  it('shows what may go wrong in the plan, and goes on', async () => {
    const driver = await file('driver.json', cluster('driver', { addons: [{ name: 'aws-ebs-csi-driver' }] }));
    const { code, result } = await run('apply', '-f', driver, '--dry-run');
    expect(code).toBe(0);
    expect(result.plans[0]).toMatchObject({
      action: 'create',
      problems: [],
      warnings: [{ path: 'addons[0]', line: 1, found: '"aws-ebs-csi-driver"' }],
    });
  }, 60_000);

  it('refuses what goes beyond the quotas of the account, and says how to ask for more', async () => {
    const ec2 = new EC2Client(administrator(dev, REGION));
    for (let held = 0; held < 4; held++) await ec2.send(new AllocateAddressCommand({}));
    const fargateProfiles = Array.from({ length: 11 }, (_, index) => ({
      name: `p-${index}`,
      selectors: [{ namespace: 'shop' }],
    }));
    const large = await file(
      'large.json',
      cluster('large', { fargateProfiles, vpc: { nat: { gateway: 'HighlyAvailable' } } }),
    );
    const { code, result } = await run('apply', '-f', large, '--dry-run');
    expect(code).toBe(1);
    expect(result.plans[0].problems).toMatchObject([
      {
        path: 'vpc.nat.gateway',
        line: 1,
        found: '"2 more of Elastic IP addresses"',
        allowed: `5 Elastic IP addresses in ${REGION}, of which 4 are there`,
        alternative: expect.stringContaining('--quota-code L-0263D0A3 --desired-value 6'),
      },
      { path: 'fargateProfiles', line: 1, found: '11', allowed: 'at most 10 Fargate profiles a cluster' },
    ]);
  }, 60_000);
});
