import { setTimeout } from 'node:timers/promises';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { deployGlobal } from '../../aws/deployment/deploy.ts';
import { removeFleet } from '../../aws/deployment/remove.ts';
import { fleetRegions } from '../../aws/fleet.ts';
import { ROOT } from '../../cli/root.ts';
import { type RunningDev, startDev } from './running-dev.ts';

const regions = ['us-east-2', 'us-east-1', 'us-west-2'];
const stage = 'second';
const [home] = regions as [string];

let dev: RunningDev;
const before = { ...process.env };
beforeAll(async () => {
  dev = await startDev('--regions', regions.join(','), '--speed', '3000');
  Object.assign(process.env, dev.environment);
}, 60_000);
afterAll(async () => {
  process.env = before;
  await dev.stop('SIGKILL');
});

const sleep = (ms: number) => setTimeout(ms / 100);
const StackName = `eks-fleet-global-${stage}`;
const cloudFormation = () => new CloudFormationClient({ region: home });

const statusOf = async () =>
  (await cloudFormation().send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus;

async function deploy(regionsOfTable: readonly string[]): Promise<readonly string[]> {
  const templates = await compileTemplates({ root: ROOT, regions: regionsOfTable, stage });
  const said: string[] = [];
  const onProgress = (text: string): void => void said.push(text);
  await deployGlobal({ home, stage, templates, sleep, onProgress });
  return said.filter((text) => text.includes('updating'));
}

/** Asks for an update of the global stack to its table and some other resources. */
async function beginUpdate(others: object): Promise<void> {
  const { global } = await compileTemplates({ root: ROOT, regions, stage });
  const { Resources, Outputs } = JSON.parse(global);
  const some = (named: object) =>
    Object.fromEntries(Object.entries(named).filter(([name]) => /^(FleetTable|ServerlessDep)/.test(name)));
  const TemplateBody = JSON.stringify({
    Resources: { ...some(Resources), ...others },
    Outputs: some(Outputs),
  });
  await cloudFormation().send(
    new UpdateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }),
  );
}

const roleAfter = (index: number) => ({
  Type: 'AWS::IAM::Role',
  ...(index < 0 ? {} : { DependsOn: `Role${index}` }),
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
  },
});

// AWS::DynamoDB::GlobalTable, Replicas: "You can create a new global table with as many replicas as needed. You can add
// or remove replicas after table creation, but you can only add or remove a single replica in each update."
describe('a deployment with regions to add', () => {
  it('adds them one after the other, each with an update of its own', async () => {
    await deploy([home]);
    expect(await fleetRegions(home, stage)).toEqual([home]);
    expect(await deploy(regions)).toHaveLength(2);
    expect(await fleetRegions(home, stage)).toEqual([...regions].sort());
    expect(await deploy(regions)).toHaveLength(1);
  }, 120_000);
});

describe('a deployment over a stack that was left in the middle', () => {
  it('waits for the end of an update that fails, and takes what it went back to for what it is', async () => {
    await beginUpdate({ Broken: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: {} } } });
    await expect(deploy(regions)).resolves.toHaveLength(1);
    expect(await statusOf()).toBe('UPDATE_ROLLBACK_COMPLETE');
  }, 120_000);
});

describe('an uninstall', () => {
  const remove = () => removeFleet({ regions: [...regions].sort(), stage, deleteData: true, sleep });
  const protect = (EnableTerminationProtection: boolean) =>
    cloudFormation().send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection }));

  it('removes nothing of a fleet with a stack that is protected, and says how to lift that', async () => {
    await protect(true);
    await expect(remove()).rejects.toThrow(
      `stack ${StackName} in ${home} is protected from termination; nothing is removed`,
    );
    expect(await fleetRegions(home, stage)).toHaveLength(3);
    await protect(false);
  }, 30_000);

  // "You must wait 24 hours from the time you add a read replica to successfully delete a source table."
  it('on the day of the deployment deletes the table of the home last, from which the others were added', async () => {
    // A deployment that broke off is under way still: one role after the other.
    const roles = Array.from({ length: 60 }, (_, index) => [`Role${index}`, roleAfter(index - 1)]);
    await beginUpdate(Object.fromEntries(roles));
    expect(await statusOf()).toBe('UPDATE_IN_PROGRESS');
    await remove();
    for (const region of regions) expect(await fleetRegions(region, stage)).toEqual([]);
  }, 120_000);
});
