import { type PauseRecord, pausesIn, UNREADABLE } from '../../domain/operation/pause.ts';
import { LEASE_ITEMS } from './item-types.ts';
import { type Item, toItem } from './items.ts';

/** An attribute, or a pause of the map, by its name. */
type Part = { readonly path: readonly string[]; readonly value: unknown };

/** The change of an item when a pause in it is lifted, under the condition that it is as it was seen. */
export interface LiftChange {
  readonly UpdateExpression?: string;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);

const partsOf = (item: Readonly<Record<string, unknown>>): readonly Part[] =>
  Object.entries(item).flatMap(([name, value]): readonly Part[] =>
    name === 'holds' && isMap(value)
      ? Object.entries(value).map(([id, pause]) => ({ path: ['holds', id], value: pause }))
      : [{ path: [name], value }],
  );

const MEMBERS = ['id', 'owner', 'reason', 'at'] as const;

const isOf = (scope: string, { path, value }: Part, wanted: PauseRecord): boolean => {
  const [name = '', id] = path;
  if (id === undefined) return wanted.id === UNREADABLE;
  const [found] = pausesIn(scope, { [name]: { [id]: value } });
  return MEMBERS.every((member) => found?.[member] === wanted[member]);
};

/** Names and values of expressions are given by number: attributes of any name may be in the item. */
function sameAs(parts: readonly Part[]) {
  const names = new Map<string, string>();
  const nameOf = (name: string): string => {
    const known = names.get(name) ?? `#n${names.size}`;
    names.set(name, known);
    return known;
  };
  const paths = parts.map(({ path }) => path.map(nameOf).join('.'));
  return {
    paths,
    conditions: paths.map((path, at) => `${path} = :v${at}`),
    names: Object.fromEntries([...names].map(([name, placeholder]) => [placeholder, name])),
    values: Object.fromEntries(parts.map(({ value }, at) => [`:v${at}`, value])),
  };
}

/**
 * The change that lifts a pause; undefined where the item has no such pause. The last pause takes the item with it:
 * only while the whole item is as it was seen, so that a pause that is laid at the same moment stays.
 */
export function liftOf(
  scope: string,
  seen: Readonly<Record<string, unknown>>,
  wanted: PauseRecord,
): LiftChange | undefined {
  const parts = partsOf(seen);
  const lifted = parts.filter((part) => isOf(scope, part, wanted));
  const isEmpty = parts.length === 0 && seen.holds === undefined && wanted.id === UNREADABLE;
  if (lifted.length === 0 && !isEmpty) return undefined;
  if (lifted.length < parts.length) {
    const { paths, conditions, names, values } = sameAs(lifted);
    return {
      UpdateExpression: `REMOVE ${paths.join(', ')}`,
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: toItem(LEASE_ITEMS.pause, values),
    };
  }
  const whole = Object.entries(seen).map(([name, value]) => ({ path: [name], value }));
  const { conditions, names, values } = sameAs(whole);
  const others = seen.holds === undefined ? ['attribute_not_exists(holds)'] : [];
  return {
    ConditionExpression: [...conditions, ...others].join(' AND '),
    ...(whole.length > 0
      ? { ExpressionAttributeNames: names, ExpressionAttributeValues: toItem(LEASE_ITEMS.pause, values) }
      : {}),
  };
}
