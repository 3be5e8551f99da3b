import { validationError } from '../errors.ts';
import { type Path, showPath } from './placeholders.ts';

function relation(one: Path, two: Path): 'overlap' | 'conflict' | undefined {
  for (let index = 0; index < Math.min(one.length, two.length); index++) {
    if (typeof one[index] !== typeof two[index]) return 'conflict';
    if (one[index] !== two[index]) return undefined;
  }
  return 'overlap';
}

/**
 * Refuses paths of which one lies within another, or which treat the same place as a list and as a map. AWS looks for
 * overlaps in all pairs before it looks for conflicts.
 */
export function assertPathsApart(paths: readonly Path[]): void {
  for (const wanted of ['overlap', 'conflict'] as const) {
    paths.forEach((two, index) => {
      const one = paths.find((earlier, before) => before < index && relation(earlier, two) === wanted);
      if (!one) return;
      throw validationError(
        `Two document paths ${wanted} with each other; must remove or rewrite one of these paths; path one: ${showPath(one)}, path two: ${showPath(two)}`,
      );
    });
  }
}
