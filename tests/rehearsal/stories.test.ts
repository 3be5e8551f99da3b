import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { readDocuments } from '../../cli/documents/read-paths.ts';
import { readScenario } from '../../cli/documents/read-scenario.ts';
import { parseClusterConfig } from '../../domain/cluster-config/parse.ts';
import { parseFleet } from '../../domain/policy/parse.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import { draw } from '../../rehearsal/campaign/draw.ts';
import { scenarioFile } from '../../rehearsal/campaign/scenario-file.ts';
import { rowName } from '../../rehearsal/campaign/table.ts';
import { tables } from '../../rehearsal/campaign/tables/all.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { simulations } from '../simulations.ts';

const root = join(import.meta.dirname, '../..');
/** As a campaign of a thousand seeds and more draws them. */
const SEEDS = Array.from({ length: 1500 }, (_, index) => index + 1);

/** Reads a seed's story back from its file. */
async function readBack(seed: number) {
  const file = join(await mkdtemp(join(tmpdir(), 'story-')), 'story.yaml');
  await writeFile(file, scenarioFile(seed, draw(seed)));
  const { documents } = await readDocuments([file]);
  return readScenario(documents[0] ?? { source: file, value: undefined });
}

describe('the story of a seed', () => {
  it('is the same whenever it is drawn, and another for another seed', () => {
    for (const seed of SEEDS.slice(0, 100)) {
      expect(draw(seed)).toEqual(draw(seed));
      expect(draw(seed).steps).not.toEqual(draw(seed + 1).steps);
    }
  });

  it('is drawn from every row of every table', () => {
    const seen = new Set(SEEDS.flatMap((seed) => draw(seed).drawn ?? []));
    const rows = tables.flatMap((table) => table.rows.map((row) => rowName(table, row)));
    expect(rows.filter((row) => !seen.has(row))).toEqual([]);
    expect([...seen].filter((row) => !rows.includes(row))).toEqual([]);
  });

  it('applies documents that are valid when it begins', () => {
    for (const seed of SEEDS.slice(0, 300)) {
      const { documents, steps, startAt = '' } = draw(seed);
      const fleets = steps.flatMap((step) => ('applyFleet' in step ? [step.applyFleet] : []));
      const problems = [
        ...fleets.map((fleet) => parseFleet(fleet, 'fleet', { now: startAt }).problems),
        ...documents.map(
          ({ source, value }) => parseClusterConfig(value, source, { today: startAt.slice(0, 10) }).problems,
        ),
      ].flatMap((found) => found ?? []);
      expect({ seed, problems }).toEqual({ seed, problems: [] });
    }
  });

  it('is read back from its file as it was drawn', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { steps, regions, faultRates, startAt, documents } = draw(seed);
      const read = await readBack(seed);
      expect(read.problems).toEqual([]);
      const asText = (some: unknown): unknown => JSON.parse(JSON.stringify(some));
      expect(asText(read.steps)).toEqual(asText(steps));
      expect(asText(read.documents)).toEqual(asText(documents));
      expect(read).toMatchObject({ regions, faultRates, startAt, seam: 'direct' });
    }
  });

  it('replays from its file to the same trace', async () => {
    const isShort = ({ drawn = [], regions, steps }: ReturnType<typeof draw>): boolean =>
      drawn.includes('origins/the fleet') && regions.length === 1 && steps.length < 30;
    const seed = SEEDS.find((one) => isShort(draw(one))) ?? 1;
    const { drawn: _drawn, ...story } = draw(seed);
    const templates = await compileTemplates({ root, regions: story.regions, stage: 'prod' });
    const fixed = { ...BARE_FLEET, root, seed, templates };
    const campaign = await simulations.run({ ...fixed, ...story, countReach: true });
    const { problems, fleets: _fleets, quotas: _quotas, besides: _besides, ...read } = await readBack(seed);
    expect(problems).toEqual([]);
    const replayed = await simulations.run({ ...fixed, regions: story.regions, ...read });
    expect(replayed.traceHash).toBe(campaign.traceHash);
    expect(campaign.reached?.states).toContain('create-cluster/AcceptRequest');
  }, 120_000);

  it('ends with no pause held, no fault under way, and an apply that must succeed', () => {
    const kinds = (steps: readonly Step[], kind: string) => steps.filter((step) => kind in step);
    for (const seed of SEEDS.slice(0, 300)) {
      const { steps, drawn } = draw(seed);
      // Of clusters that others have made there is no document.
      if (!drawn?.includes('origins/the fleet')) continue;
      const held = new Set<string>();
      for (const step of steps) {
        if ('pause' in step) held.add(`${step.pause.region} ${step.pause.id}`);
        if ('resume' in step) held.delete(`${step.resume.region} ${step.resume.id}`);
      }
      expect([...held]).toEqual([]);
      const last = steps.findLastIndex((step) => 'apply' in step);
      const after = steps.slice(last);
      const [applied] = after.flatMap((step) => ('apply' in step ? [step.apply] : []));
      const names = (applied ?? []).map(
        ({ value }) => (value as { metadata: { name: string } }).metadata.name,
      );
      // A deletion may be paused, or have its tasks run twice, before the last one; an ordeal's faults end with its rest.
      const harmless = (step: Step) => 'fault' in step && ['pause', 'lose-result'].includes(step.fault.kind);
      const rests = after
        .slice(1)
        .filter((step) => 'convergeWithinSeconds' in step || 'fault' in step || 'delete' in step);
      const isEnded = (step: Step) => {
        const next = rests.slice((rests as readonly Step[]).indexOf(step)).find((one) => !('fault' in one));
        return next !== undefined && 'convergeWithinSeconds' in next;
      };
      expect(kinds(after, 'fault').filter((step) => !harmless(step) && !isEnded(step))).toEqual([]);
      const succeeds = after.flatMap((step) =>
        'expect' in step && step.expect.operation?.kind === 'create' ? [step.expect.operation] : [],
      );
      expect(succeeds.map(({ cluster, outcome }) => `${cluster} ${outcome}`).sort()).toEqual(
        names.map((name) => `${name} Succeeded`).sort(),
      );
    }
  });
});
