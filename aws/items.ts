import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** An item of a table, or part of one. */
export type Item = Record<string, AttributeValue>;

/** Structures that are read and written whole, and that no expression looks into. They are kept as JSON (ADR 13). */
const DOCUMENTS: ReadonlySet<string> = new Set([
  'cluster',
  'config',
  'document',
  'failure',
  'groups',
  'notDescribed',
  'observed',
  'plan',
  'provisioning',
  'report',
  'request',
  'waiting',
]);

const isDocument = (name: string, value: unknown): boolean =>
  typeof value === 'object' && value !== null && DOCUMENTS.has(name);

/** An item's attributes, and those of an expression by their names (`:plan`); what is undefined is left out. */
export function toItem(value: object): Item {
  const given = Object.entries(value);
  const documents = given.filter(([name, held]) => isDocument(name.replace(/^:/, ''), held));
  const texts = Object.fromEntries(documents.map(([name, held]) => [name, JSON.stringify(held)]));
  return marshall({ ...value, ...texts }, { removeUndefinedValues: true });
}

/** An item as it is, whoever has written it. */
export const fromAnyItem = (item: Item): Record<string, unknown> => unmarshall(item, { wrapNumbers: true });

/** What `toItem` was given. A document may also be a map: what writes into one by itself would write it so. */
export function fromItem<T = Record<string, unknown>>(item: Item): T {
  const found = unmarshall(item);
  for (const name in found) {
    const held: unknown = found[name];
    if (typeof held === 'string' && DOCUMENTS.has(name)) found[name] = JSON.parse(held);
  }
  return found as T;
}
