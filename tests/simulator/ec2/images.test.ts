import { describe, expect, it } from '@jest/globals';
import { ec2World } from './world.ts';

const AL2023 = 'amazon-eks-node-al2023-x86_64-standard-1.34-v*';
const BOTTLEROCKET = 'bottlerocket-aws-k8s-1.34-x86_64-v*';
const WINDOWS = 'Windows_Server-2022-English-Core-EKS_Optimized-1.34-*';
const DAY_MS = 86_400_000;

/** A time by which all minors of these tests have been out for a while. */
async function lateIn2026(region = 'us-west-2') {
  const world = ec2World({ region });
  await world.settle(Date.parse('2026-11-24T00:00:00Z') - world.kernel.now());
  return world;
}

/** Images with such a name, the newest first, as names and ages in days. */
async function listed(name: string, region = 'us-west-2') {
  const world = await lateIn2026(region);
  const { Images = [] } = await world.call('DescribeImages', { Filters: [{ Name: 'name', Values: [name] }] });
  return Images.map(({ ImageId = '', Name = '', CreationDate = '' }) => ({
    id: ImageId,
    name: Name,
    days: Math.floor((world.kernel.now() - Date.parse(CreationDate)) / DAY_MS),
  })).toSorted((one, other) => one.days - other.days);
}

describe('public images', () => {
  it('lists former releases by their names, each under one id and with the date of its release', async () => {
    const [newest, former] = await listed(AL2023);
    expect((former?.days ?? 0) - (newest?.days ?? 0)).toBe(7);
    expect(await listed(former?.name ?? '')).toEqual([former]);
    const [elsewhere] = await listed(former?.name ?? '', 'eu-west-1');
    expect(elsewhere).toMatchObject({ name: former?.name, days: former?.days });
    expect(elsewhere?.id).not.toBe(former?.id);
    const world = await lateIn2026();
    const { Images } = await world.call('DescribeImages', { ImageIds: [former?.id] });
    expect(Images).toMatchObject([{ Name: former?.name, Public: true, State: 'available' }]);
  });

  it('lists one of Bottlerocket once, however many weeks it is the newest', async () => {
    const all = await listed(BOTTLEROCKET);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect((all[2]?.days ?? 0) - (all[1]?.days ?? 0)).toBe(42);
  });

  it('lists none after two years', async () => {
    const ages = (await listed('amazon-eks-node-al2023-x86_64-standard-1.31-v*')).map(({ days }) => days);
    expect(Math.max(...ages)).toBeGreaterThan(720);
    expect(Math.max(...ages)).toBeLessThan(738);
  });

  it("has EKS's Windows images for four months alone", async () => {
    const ages = (await listed(WINDOWS)).map(({ days }) => days);
    expect(Math.max(...ages)).toBeGreaterThan(110);
    expect(Math.max(...ages)).toBeLessThan(126);
    const world = await lateIn2026();
    const [last] = (await listed(WINDOWS)).slice(-1);
    await world.settle(14 * DAY_MS);
    await expect(world.call('DescribeImages', { ImageIds: [last?.id] })).rejects.toMatchObject({
      code: 'InvalidAMIID.NotFound',
    });
  });

  it('has none of a minor from before the minor', async () => {
    const ages = (await listed(AL2023.replace('1.34', '1.36'))).map(({ days }) => days);
    const since = ((await lateIn2026()).kernel.now() - Date.parse('2026-06-02')) / DAY_MS;
    expect(Math.max(...ages)).toBeLessThan(since + 7);
    expect(Math.max(...ages)).toBeGreaterThan(since - 7);
  });
});
