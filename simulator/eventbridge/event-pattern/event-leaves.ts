import type { LeafValue } from './leaf-value.ts';

/** For each array on the way to a leaf (by its number in the event) the index of the element it lies in. */
export type Membership = ReadonlyMap<number, number>;

export interface EventLeaf {
  readonly value: LeafValue;
  readonly membership: Membership;
}

/** Outside of any array. */
export const NO_MEMBERSHIP: Membership = new Map();

/** The leaves of an event by path; an array's elements share the array's path. */
export type EventLeaves = ReadonlyMap<string, readonly EventLeaf[]>;

/** The paths with all paths that lead to them: the places of an event to look through. */
export function waysTo(paths: Iterable<string>): ReadonlySet<string> {
  const ways = new Set(['']);
  for (const path of paths) {
    for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1))
      ways.add(path.slice(0, dot));
    ways.add(path);
  }
  return ways;
}

/** The event's leaves on the `ways`; other places are not looked at. */
export function leavesOf(event: object, ways: ReadonlySet<string>): EventLeaves {
  const leaves = new Map<string, EventLeaf[]>();
  let arrays = 0;
  const add = (path: string, value: LeafValue, membership: Membership): void => {
    const known = leaves.get(path);
    if (known) known.push({ value, membership });
    else leaves.set(path, [{ value, membership }]);
  };
  const visit = (path: string, value: unknown, membership: Membership): void => {
    if (Array.isArray(value)) {
      const array = arrays++;
      value.forEach((element: unknown, index) => {
        // An element that is itself a leaf carries the memberships of the arrays around its own array alone.
        const nested = typeof element === 'object' && element !== null;
        visit(path, element, nested ? new Map([...membership, [array, index]]) : membership);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const name of Object.keys(value)) {
        const inner = path === '' ? name : `${path}.${name}`;
        if (ways.has(inner)) visit(inner, (value as Record<string, unknown>)[name], membership);
      }
    } else {
      add(path, value as LeafValue, membership);
    }
  };
  visit('', event, NO_MEMBERSHIP);
  return leaves;
}

/** Both together, or undefined where they name different elements of one array. */
export function mergeMemberships(known: Membership, added: Membership): Membership | undefined {
  if (added.size === 0) return known;
  if (known.size === 0) return added;
  for (const [array, index] of added) {
    const other = known.get(array);
    if (other !== undefined && other !== index) return undefined;
  }
  return new Map([...known, ...added]);
}
