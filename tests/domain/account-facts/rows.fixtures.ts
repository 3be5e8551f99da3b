import type { AccountFacts } from '../../../domain/account-facts/facts.ts';

/** A document, and the paths that are told of it, where the account is as `facts` say. */
export type Row = readonly [
  what: string,
  document: Record<string, unknown>,
  paths: readonly string[],
  facts?: Partial<AccountFacts>,
];

export const managed = (more: object) => ({ managedNodeGroups: [{ name: 'web', ...more }] });
export const own = (more: object) => ({ nodeGroups: [{ name: 'own', ...more }] });

/** Rows with all their columns, as a table of tests wants them. */
export const tableOf = (rows: readonly Row[]) =>
  rows.map(([what, document, paths, facts = {}]) => [what, document, paths, facts] as const);
