import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { ItemType, KeptAs } from './item-type.ts';

/** An item of a table, or part of one. */
export type Item = Record<string, AttributeValue>;

type Typed<Kept extends object = object> = Pick<ItemType<Kept>, 'attributes'>;

const isJson = ({ attributes }: Typed, name: string): boolean =>
  (attributes as Readonly<Record<string, KeptAs | undefined>>)[name] === 'json';

/** An item's attributes, and those of an expression by their names (`:plan`); undefined ones are left out. */
export function toItem(type: Typed, value: object): Item {
  const given = Object.entries(value).map(([name, held]) => {
    const isText = typeof held === 'object' && held !== null && isJson(type, name.replace(/^:/, ''));
    return [name, isText ? JSON.stringify(held) : held];
  });
  return marshall(Object.fromEntries(given), { removeUndefinedValues: true });
}

/** An item as it is, whoever has written it. */
export const fromAnyItem = (item: Item): Record<string, unknown> => unmarshall(item, { wrapNumbers: true });

/**
 * The value that `toItem` was given, without the item's place. An attribute that is kept as text may also be a map: a
 * write into one of its members would make it so.
 */
export function fromItem<Kept extends object>(type: Typed<Kept>, item: Item): Kept {
  const { pk: _pk, sk: _sk, ...found } = unmarshall(item);
  for (const [name, held] of Object.entries(found))
    if (typeof held === 'string' && isJson(type, name)) found[name] = JSON.parse(held);
  return found as Kept;
}
