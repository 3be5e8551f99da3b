import type { Edit, PlantedBug } from './bug.ts';

/**
 * Bugs by rounds, so that each round's can be planted together and compiled at once: of each file, one bug a round where
 * their places might overlap.
 */
export function rounds<Bug extends PlantedBug>(bugs: readonly Bug[]): readonly (readonly Bug[])[] {
  const found: Bug[][] = [];
  for (const bug of bugs) {
    const round = found.find((others) => !others.some((other) => sharesLines(other, bug)));
    if (round) round.push(bug);
    else found.push([bug]);
  }
  return found;
}

/** The edits of all of them. */
export const editsOf = (bugs: readonly PlantedBug[]): readonly Edit[] => bugs.flatMap(({ edits }) => edits);

/** True where the text that one changes has a line of the other's. */
const sharesLines = (one: PlantedBug, other: PlantedBug): boolean =>
  one.edits.some((edit) =>
    other.edits.some(
      ({ file, from }) =>
        file === edit.file && from.split('\n').some((line) => edit.from.includes(line.trim())),
    ),
  );
