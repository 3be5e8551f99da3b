import { setTimeout } from 'node:timers/promises';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileTemplates, type Templates } from '../../aws/deployment/compile-templates.ts';
import { deployFleet } from '../../aws/deployment/deploy.ts';
import { removeFleet, removeRegion } from '../../aws/deployment/remove.ts';
import { unlessMissing } from '../../aws/errors.ts';
import { fleetRegions, fleetTable, leasesTable } from '../../aws/fleet.ts';
import { ROOT } from '../../cli/root.ts';
import { type RunningDev, startDev } from './running-dev.ts';

const regions = ['us-east-2', 'us-east-1'];
const [home, other] = regions as [string, string];
const stage = 'kept';
const sleep = (ms: number) => setTimeout(ms / 100);

let dev: RunningDev;
let templates: Templates;
const before = { ...process.env };
beforeAll(async () => {
  templates = await compileTemplates({ root: ROOT, regions, stage });
  dev = await startDev('--empty', '--regions', regions.join(','), '--speed', '3000');
  Object.assign(process.env, dev.environment);
}, 120_000);
afterAll(async () => {
  process.env = before;
  await dev.stop('SIGKILL');
});

const isProtected = async (region: string, TableName: string): Promise<boolean | undefined> => {
  const client = new DynamoDBClient({ region });
  const found = await unlessMissing(client.send(new DescribeTableCommand({ TableName })));
  return found?.Table?.DeletionProtectionEnabled;
};
const protection = () =>
  Promise.all(
    regions.flatMap((region) =>
      [leasesTable(stage), fleetTable(stage)].map((table) => isProtected(region, table)),
    ),
  );
const deploy = (with_: Templates = templates) =>
  deployFleet({ templates: with_, regions, stage, sleep, oneByOne: true });

describe('the tables of a fleet', () => {
  it('are in the way of nobody where a first deployment fails half-way', async () => {
    const regional = JSON.parse(templates.regional);
    regional.Resources.Broken = {
      Type: 'AWS::IAM::ManagedPolicy',
      DependsOn: 'LeasesTable',
      Properties: { PolicyDocument: {} },
    };
    await expect(deploy({ ...templates, regional: JSON.stringify(regional) })).rejects.toThrow('Broken');
    expect(await isProtected(home, leasesTable(stage))).toBeUndefined();
    await deploy();
  }, 120_000);

  it('are protected from deletion once they are deployed, by whomever and by whichever stack', async () => {
    expect(await protection()).toEqual([true, true, true, true]);
    const client = new DynamoDBClient({ region: home });
    for (const TableName of [leasesTable(stage), fleetTable(stage)])
      await expect(client.send(new DeleteTableCommand({ TableName }))).rejects.toThrow(
        'protected against deletion',
      );
    const cloudFormation = new CloudFormationClient({ region: other });
    const StackName = `eks-fleet-${stage}`;
    await cloudFormation.send(new DeleteStackCommand({ StackName }));
    const status = async () =>
      (await cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus;
    while ((await status())?.endsWith('_IN_PROGRESS')) await sleep(2000);
    expect(await status()).toBe('DELETE_FAILED');
    expect(await isProtected(other, leasesTable(stage))).toBe(true);
  }, 60_000);

  it('go with a region that leaves the fleet, and stay protected in the others', async () => {
    const left = await compileTemplates({ root: ROOT, regions: [home], stage });
    await removeRegion(other, left, { home, stage, sleep });
    expect(await fleetRegions(home, stage)).toEqual([home]);
    expect(await protection()).toEqual([true, true, undefined, undefined]);
  }, 120_000);

  it('stay with the data of an uninstalled fleet, and go where that is to go', async () => {
    const options = { regions: [home], stage, sleep };
    await removeFleet({ ...options, deleteData: false });
    expect(await protection()).toEqual([undefined, true, undefined, undefined]);
    await removeFleet({ ...options, deleteData: true });
    expect(await protection()).toEqual([undefined, undefined, undefined, undefined]);
  }, 120_000);
});
