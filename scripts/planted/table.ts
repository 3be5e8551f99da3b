import type { PlantedBug } from './bug.ts';
import type { Catch } from './hunters.ts';

interface Result {
  readonly bug: PlantedBug & { readonly verb: string };
  readonly catches: readonly Catch[];
}

const cell = ({ hunter, found }: Catch): string =>
  hunter === 'campaign' ? `campaign, seed ${found.join(', ')}` : `${hunter}: ${found.slice(0, 3).join(', ')}`;

/** The finders of each bug, as a table of Markdown. */
export const table = (results: readonly Result[]): string =>
  [
    '| verb | bug | what it hurts | found by |',
    '| --- | --- | --- | --- |',
    ...results.map(
      ({ bug, catches }) =>
        `| ${bug.verb} | ${bug.name} | ${bug.hurts} | ${catches.map(cell).join('; ') || 'nobody'} |`,
    ),
    '',
  ].join('\n');
