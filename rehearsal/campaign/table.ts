import type { RandomStream } from '../../simulator/kernel/random.ts';

/** A row of a table: something that may be drawn. */
export interface Row<Given, Yield> {
  readonly name: string;
  /** Its share among all rows that fit: it is drawn as often as its weight says. */
  readonly weight: number;
  /** True where the row can be drawn; always if absent. */
  fits?(given: Given): boolean;
  draw(given: Given): Yield;
}

/** A table that a seed draws from. Each row can be drawn, and the report of reach says by how many seeds each was. */
export interface DrawTable<Given, Yield> {
  readonly name: string;
  readonly rows: readonly Row<Given, Yield>[];
}

/** The source of draws: the seed's stream, and the record of the rows that were drawn. */
export interface Drawer {
  readonly random: RandomStream;
  /** `<table>/<row>` */
  readonly drawn: Set<string>;
}

/** The name of a row in reports. */
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
