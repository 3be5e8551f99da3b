import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { deployGlobal } from '../../aws/deployment/deploy.ts';
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

async function deploy(regionsOfTable: readonly string[]): Promise<readonly string[]> {
  const templates = await compileTemplates({ root: ROOT, regions: regionsOfTable, stage });
  const said: string[] = [];
  const onProgress = (text: string): void => void said.push(text);
  await deployGlobal({ home, stage, templates, sleep: (ms) => setTimeout(ms / 100), onProgress });
  return said.filter((text) => text.includes('updating'));
}

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
