import { same } from '../decide/compare.ts';
import { type Difference, inWords, type Members } from './differences.ts';

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** True where a value is empty: it is absent, off, or empty all through. */
function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '' || value === '{}') return true;
  return typeof value === 'object' && Object.values(value).every(isBlank);
}

/**
 * The values that are found where nothing is wanted, without those that EKS sets by itself. Applying the document
 * leaves them as they are: so no decision tells of them.
 */
export function unsaidIn(
  path: string,
  wanted: unknown,
  found: unknown,
  byDefault: unknown = undefined,
): readonly Difference[] {
  if (isBlank(found) || same(found, byDefault)) return [];
  const isWhole = !isObject(found) || (wanted === undefined && !isObject(byDefault));
  if (!isWhole) {
    const [said, usual] = [wanted, byDefault].map((one) => (isObject(one) ? one : {}));
    // A value that the document says as a whole is compared as a whole.
    if (wanted !== undefined && !isObject(wanted)) return [];
    return Object.entries(found).flatMap(([name, value]) =>
      unsaidIn(`${path}.${name}`, said?.[name], value, usual?.[name]),
    );
  }
  if (wanted !== undefined) return [];
  return [{ path, wanted: isBlank(byDefault) ? 'nothing' : inWords(byDefault), found: inWords(found) }];
}

/** The same of several members, each with EKS's own default. */
export const unsaidMembers = (
  path: string,
  wanted: object,
  found: object,
  byDefault: Members,
): readonly Difference[] =>
  Object.entries(byDefault).flatMap(([name, usual]) =>
    unsaidIn(`${path}.${name}`, (wanted as Members)[name], (found as Members)[name], usual),
  );
