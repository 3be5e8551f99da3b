import type { RequestProblem } from '../operation/request.ts';
import type { FleetDocument } from '../policy/schema.ts';
import type { FleetUpgrade } from './record.ts';
import { byWindow, predictedSeconds } from './timing.ts';

interface Windows {
  readonly problems: readonly RequestProblem[];
  readonly warnings: readonly string[];
}

/**
 * Windows in which no cluster could begin. The first wave is held against the time that is guessed before any cluster has
 * shown it. Those after it may turn out quicker than that, and no quicker than the soak.
 */
export function neverOpen(upgrade: FleetUpgrade, { spec: { upgrades } }: FleetDocument): Windows {
  const atMs = Date.parse(upgrade.startedAt);
  const guessMs = predictedSeconds(upgrade) * 1000;
  const found = upgrade.waves.map((wave, index) => {
    const path =
      upgrades?.waves[index]?.window === undefined
        ? 'spec.upgrades.window'
        : `spec.upgrades.waves[${index}].window`;
    const sure = byWindow(wave, atMs, index === 0 ? guessMs : upgrade.soakMinutes * 60_000);
    if (sure.is === 'never') return { problems: [{ path, message: sure.why }], warnings: [] };
    const guess = byWindow(wave, atMs, guessMs);
    return { problems: [], warnings: guess.is === 'never' ? [`${path}: ${guess.why}`] : [] };
  });
  return {
    problems: found.flatMap(({ problems }) => problems),
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}
