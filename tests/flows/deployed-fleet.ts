import { join } from 'node:path';
import { beforeAll, expect } from '@jest/globals';
import { compileTemplates, type Templates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport, SimulationSpec } from '../../rehearsal/simulation-spec.ts';
import { simulations } from '../simulations.ts';

const root = join(import.meta.dirname, '../..');

type Common = Pick<SimulationSpec, 'seed' | 'regions'> & Partial<SimulationSpec>;

/**
 * The templates and settings that simulations of a test file share. The templates are compiled once, before its
 * tests; each simulation deploys them anew, in one process for all.
 */
export function deployedFleet(common: Common) {
  let templates: Templates;
  beforeAll(async () => {
    templates = await compileTemplates({ root, regions: common.regions, stage: BARE_FLEET.stage });
  }, 120_000);

  /** Runs the steps and answers the report, with violations in it. */
  const run = (
    steps: readonly Step[],
    faults: readonly PlannedFault[] = [],
    more: Partial<SimulationSpec> = {},
  ): Promise<SimulationReport> =>
    simulations.run({ ...BARE_FLEET, templates, root, ...common, ...more, steps, faults });

  /** Runs the steps; nothing that the checkers watch may be violated. */
  const simulate = async (
    steps: readonly Step[],
    faults: readonly PlannedFault[] = [],
    more: Partial<SimulationSpec> = {},
  ): Promise<SimulationReport> => {
    const report = await run(steps, faults, more);
    expect(report.invariants.violated).toEqual([]);
    return report;
  };
  return { run, simulate };
}
