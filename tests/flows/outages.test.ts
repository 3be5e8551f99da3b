import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deployedFleet } from './deployed-fleet.ts';
import { scenarioSteps } from './scenario-steps.ts';

const folder = 'tests/flows/outages';
const outages = readdirSync(join(import.meta.dirname, 'outages'))
  .filter((file) => file !== 'prepared.yaml')
  .map((file) => file.replace('.yaml', ''));

const { simulate } = deployedFleet({
  ...{ seed: 7, regions: ['us-east-2', 'us-east-1', 'us-west-2'], seam: 'direct' },
});

describe('an outage, from its first second on,', () => {
  it.each(outages)('comes to the right decision: %s', async (name) => {
    // Each file says where the plan is in the end, and what people were told since the outage began.
    const report = await simulate(await scenarioSteps(`${folder}/${name}.yaml`));
    expect(report.invariants.checked).toContain('failover');
  });

  it('of a whole region is gone through as the example tells it, there and back', async () => {
    const report = await simulate(await scenarioSteps('examples/scenarios/lost-region.yaml'));
    const [there, back] = report.failovers;
    expect(there).toMatchObject({ to: 'standby', outcome: 'Succeeded', planned: false });
    expect(there?.rtoSeconds).toBeLessThan(150);
    expect(back).toMatchObject({ to: 'primary', outcome: 'Succeeded', planned: true });
    // The way back costs nobody a request.
    expect(report.clients?.[0]?.incidents).toHaveLength(1);
  });
});
