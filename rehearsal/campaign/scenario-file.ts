import * as yaml from 'yaml';
import { writtenStepOf } from '../scenario/inline.ts';
import type { Drawn } from './draw.ts';

/** A seed's story as a scenario's file, which `eks-fleet simulate FILE --seed SEED` replays to the same trace. */
export function scenarioFile(
  seed: number,
  { regions, startAt, steps, faultRates, otherStage }: Drawn,
): string {
  const rates = Object.entries(faultRates).filter(([, rate]) => rate > 0);
  return yaml.stringify(
    {
      apiVersion: 'eks-fleet.dev/v1',
      kind: 'Scenario',
      metadata: { name: `seed-${seed}` },
      spec: {
        ...(startAt === undefined ? {} : { startAt }),
        seam: 'direct',
        regions,
        ...(otherStage === undefined ? {} : { besides: otherStage }),
        faultRates: Object.fromEntries(rates),
        steps: steps.map(writtenStepOf),
      },
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}
