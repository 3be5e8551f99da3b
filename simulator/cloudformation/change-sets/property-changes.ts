import { isDeepStrictEqual } from 'node:util';
import type { Properties } from '../../service.ts';
import { isRecord } from '../template/record.ts';

export const sameValue = (left: unknown, right: unknown): boolean => isDeepStrictEqual(left, right);

/** Names of the top-level properties that differ. */
export function changedProperties(before: Properties, after: Properties): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !sameValue(before[name], after[name]));
}

function valueAt(properties: Properties, path: string): unknown {
  return path
    .split(/[./]/)
    .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), properties);
}

/** Whether a change of these properties replaces the resource; a path may lead into a property (`A/B`). */
export function needsReplacement(
  replacementProperties: readonly string[],
  before: Properties,
  after: Properties,
): boolean {
  return replacementProperties.some((path) => !sameValue(valueAt(before, path), valueAt(after, path)));
}
