import type { Templates } from '../../aws/deployment/compile-templates.ts';
import { BARE_FLEET } from '../../rehearsal/bare-fleet.ts';
import type { SimulationSpec } from '../../rehearsal/simulation-spec.ts';
import { region } from '../workflow-scenarios/by-hand.ts';
import type { GrantScenario } from './grant-scenario.ts';

export const { stage } = BARE_FLEET;
/** Home is another region than the clusters', so that facts cross regions; the third is that of a plan's primary. */
export const regions = ['us-east-2', region, 'us-east-1'];

/**
 * A scenario in a fleet that is deployed from some templates. Simulations that share a process have seeds of their
 * own: execution environments are told apart by the names of their log streams, which come from the seed.
 */
export function specOf(
  scenario: GrantScenario,
  { seed, templates, root }: { readonly seed: number; readonly templates: Templates; readonly root: string },
): SimulationSpec {
  const { documents, steps, faults = [] } = scenario;
  return {
    ...BARE_FLEET,
    seed,
    regions,
    templates,
    root,
    documents,
    steps,
    faults,
    countPermissions: true,
  };
}
