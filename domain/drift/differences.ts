import * as z from 'zod';
import { same } from '../decide/compare.ts';
import type { Change, Decision } from '../decide/decision.ts';

/** One way in which a cluster is not as its document says, in words. */
export const difference = z.strictObject({
  path: z.string(),
  wanted: z.string(),
  found: z.string(),
  /** Of a version: which of the two is to follow the other (see `keptVersion`). */
  means: z.enum(['DocumentBehind', 'DocumentAhead']).exactOptional(),
});
export type Difference = z.infer<typeof difference>;

/** The most characters of a value that a difference shows; a fact has to stay within 256 KB. */
const MOST_CHARACTERS = 300;

export function inWords(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}

/** Members by which a request says whom it is about. */
const IDENTIFIERS = [
  'name',
  'clusterName',
  'nodegroupName',
  'addonName',
  'principalArn',
  'associationId',
  'capabilityName',
  'resourceArn',
  'ecrRepositoryPrefix',
  'logGroupName',
  'force',
  'rollbackConfig',
  'resolveConflicts',
];

export type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The leaves that differ between two values. */
export function leavesOf(path: string, wanted: unknown, found: unknown): Difference[] {
  if (same(wanted, found)) return [];
  if (!isObject(wanted) || (found !== undefined && !isObject(found)))
    return [{ path, wanted: inWords(wanted), found: inWords(found) }];
  return Object.entries(wanted).flatMap(([name, value]) => {
    const step = /^[\w-]+$/.test(name) ? `.${name}` : `["${name}"]`;
    return leavesOf(`${path}${step}`, value, found?.[name]);
  });
}

/** The differences that a change tells; undefined where its request says them, member by member. */
export type Compare<Observed> = (
  key: string,
  change: Change,
  observed: Observed,
) => readonly Difference[] | undefined;

function ofRequest(key: string, { operation, request }: Change, observed: Members): readonly Difference[] {
  // A resource that is to be cleared away was never in order.
  if (operation.startsWith('Delete'))
    return [{ path: `${key}.status`, wanted: 'in order', found: inWords(observed.status) }];
  return Object.entries(request as Members)
    .filter(([member]) => !IDENTIFIERS.includes(member))
    .flatMap(([member, value]) => leavesOf(`${key}.${member}`, value, observed[member]));
}

/** The differences between a resource's wanted and observed state, as told by the decision about it. */
export function differencesOf<Observed extends object>(
  key: string,
  decision: Decision,
  observed: Observed | undefined = undefined,
  compare: Compare<Observed> | undefined = undefined,
): readonly Difference[] {
  switch (decision.do) {
    case 'nothing':
      return [];
    case 'wait':
      // A change that is on its way is no difference yet; an add-on without health is.
      return decision.operation === 'AddonHealth'
        ? [{ path: `${key}.status`, wanted: 'ACTIVE', found: 'DEGRADED' }]
        : [];
    case 'create':
      return [{ path: key, wanted: 'there', found: 'nothing' }];
    case 'refuse':
      return [{ path: decision.path, wanted: 'as in the document', found: decision.reason }];
    case 'fail':
      return [{ path: `${key}.status`, wanted: 'in order', found: decision.reason }];
    case 'update':
      return (
        (observed && compare?.(key, decision.change, observed)) ??
        ofRequest(key, decision.change, (observed ?? {}) as Members)
      );
  }
}
