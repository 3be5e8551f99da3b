import { join } from 'node:path';
import { compileTemplates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import type { PlannedFault } from '../../rehearsal/faults/plan.ts';
import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import type { SimulationReport } from '../../rehearsal/simulation-spec.ts';
import { simulations } from '../simulations.ts';

export const root = join(import.meta.dirname, '../..');
export const region = 'us-east-1';
export const { accountId } = BARE_FLEET;

/** A scenario and its faults. */
export interface Scenario {
  readonly steps: readonly Step[];
  readonly faults?: readonly PlannedFault[];
}

/** Violations in each scenario: of its own expectations, and of the invariants that hold for all. */
export async function violations(scenarios: readonly Scenario[]): Promise<readonly (readonly string[])[]> {
  const templates = await compileTemplates({ root, regions: [region], stage: 'prod' });
  const runs = scenarios.map(({ steps, faults = [] }, index) =>
    simulations
      .run({ ...BARE_FLEET, seed: index + 1, regions: [region], templates, root, steps, faults })
      .catch((error: Error) => error),
  );
  return (await Promise.all(runs)).map((report) => violationsOf(report));
}

const violationsOf = (report: SimulationReport | Error): readonly string[] =>
  report instanceof Error ? [`${report.name}: ${report.message}`] : report.invariants.violated;
