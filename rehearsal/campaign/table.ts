import type { RandomStream } from '../../simulator/kernel/random.ts';

/** One of what may be drawn. */
export interface Row<Given, Yield> {
  readonly name: string;
  /** Of all rows that fit, it comes as often as its weight is of theirs. */
  readonly weight: number;
  /** Whether it can be at all; always if absent. */
  fits?(given: Given): boolean;
  draw(given: Given): Yield;
}

/** What a seed draws from, in one place: each row can be drawn, and the report of reach says by how many seeds each was. */
export interface DrawTable<Given, Yield> {
  readonly name: string;
  readonly rows: readonly Row<Given, Yield>[];
}

/** Who draws: the seed's stream, and where it is noted what was drawn. */
export interface Drawer {
  readonly random: RandomStream;
  /** `<table>/<row>` */
  readonly drawn: Set<string>;
}

/** How a row is told. */
export const rowName = (table: { readonly name: string }, row: { readonly name: string }): string =>
  `${table.name}/${row.name}`;

/** Draws a row by weight, of those that fit. At least one must. */
export function drawFrom<Given extends Drawer, Yield>(table: DrawTable<Given, Yield>, given: Given): Yield {
  const fitting = table.rows.filter((row) => row.fits?.(given) ?? true);
  const total = fitting.reduce((sum, { weight }) => sum + weight, 0);
  let at = given.random.next() * total;
  for (const row of fitting) {
    at -= row.weight;
    if (at >= 0) continue;
    given.drawn.add(rowName(table, row));
    return row.draw(given);
  }
  throw new Error(`no row of ${table.name} fits`);
}
