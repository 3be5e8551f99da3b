import { describe, expect, it } from '@jest/globals';
import type { TakenEvent } from '../../../simulator/fault.ts';
import { operationalIssue } from '../../../simulator/health/events.ts';
import { World } from '../../../simulator/world.ts';
import { standInKernel } from '../stand-in-region.ts';

function healthWorld() {
  const { kernel, settle } = standInKernel();
  const taken: TakenEvent[] = [];
  const world = new World({
    kernel,
    accountId: '111122223333',
    regionNames: ['us-east-1', 'us-east-2', 'us-west-2'],
    load: () => {
      throw new Error('no functions here');
    },
    observeEvent: (event) => taken.push(event),
  });
  return { world, settle, taken, regions: () => taken.map(({ region }) => region) };
}

describe('AWS Health', () => {
  it.each([
    ['us-east-2', ['us-east-2', 'us-west-2']],
    ['us-east-1', ['us-east-1', 'us-west-2']],
    ['us-west-2', ['us-west-2', 'us-east-1']],
  ])('tells of an issue in %s there and in the backup region', async (region, told) => {
    const { world, taken, regions, settle } = healthWorld();
    operationalIssue(world, { region, service: 'EC2', status: 'open' });
    await settle(10_000);
    expect(regions()).toEqual(told);
    expect(taken).toEqual(
      told.map((name) =>
        expect.objectContaining({
          source: 'aws.health',
          detailType: 'AWS Health Event',
          region: name,
          detail: expect.objectContaining({
            eventRegion: region,
            eventTypeCode: 'AWS_EC2_OPERATIONAL_ISSUE',
            eventTypeCategory: 'issue',
            statusCode: 'open',
          }),
        }),
      ),
    );
  });

  it('is heard from the backup region alone while a region is lost, and late from that itself', async () => {
    const { world, regions, settle } = healthWorld();
    const end = world.outages.begin({ kind: 'region-down', region: 'us-east-1' });
    operationalIssue(world, { region: 'us-east-1', service: 'EC2', status: 'open' });
    await settle(60_000);
    expect(regions()).toEqual(['us-west-2']);
    end();
    await settle(60_000);
    expect(regions()).toEqual(['us-west-2', 'us-east-1']);
  });
});
