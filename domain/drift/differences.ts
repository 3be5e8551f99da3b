import * as z from 'zod';
import { same } from '../decide/compare.ts';
import type { Change, Decision } from '../decide/decision.ts';

/** One way in which a cluster is not as its document says, in words. */
export const difference = z.strictObject({ path: z.string(), wanted: z.string(), found: z.string() });
export type Difference = z.infer<typeof difference>;

/** What a difference shows of a value; a fact has to stay within 256 KB. */
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

type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The leaves that differ between two values. */
function leaves(path: string, wanted: unknown, found: unknown): Difference[] {
  if (same(wanted, found)) return [];
  if (!isObject(wanted) || (found !== undefined && !isObject(found)))
    return [{ path, wanted: inWords(wanted), found: inWords(found) }];
  return Object.entries(wanted).flatMap(([name, value]) => {
    const step = /^[\w-]+$/.test(name) ? `.${name}` : `["${name}"]`;
    return leaves(`${path}${step}`, value, found?.[name]);
  });
}

/** Requests that say what to add and what to take away, brought to how it is and how it should be. */
function wantedOf(member: string, value: unknown, found: unknown): unknown {
  if (!isObject(value)) return value;
  const { addOrUpdateLabels, removeLabels, addOrUpdateTaints, removeTaints } = value;
  if (member === 'labels') {
    const removed = (removeLabels ?? []) as readonly string[];
    const none = Object.fromEntries(removed.map((key) => [key, null]));
    return { ...(addOrUpdateLabels as Members), ...none };
  }
  if (member === 'taints') {
    const taken = (removeTaints ?? []) as readonly unknown[];
    const kept = ((found ?? []) as readonly unknown[]).filter(
      (taint) => !taken.some((other) => same(other, taint)),
    );
    return [...kept, ...((addOrUpdateTaints ?? []) as readonly unknown[])];
  }
  return value;
}

function ofChange(key: string, { operation, request }: Change, observed: Members): Difference[] {
  const members = request as Members;
  if (operation === 'DeleteAddon' || operation === 'DeleteNodegroup')
    return [{ path: `${key}.status`, wanted: 'in order', found: inWords(observed.status) }];
  if (operation === 'AssociateAccessPolicy' || operation === 'DisassociateAccessPolicy') {
    const path = `${key}.accessPolicies["${members.policyArn}"]`;
    const policies = (observed.associatedAccessPolicies ?? []) as readonly Members[];
    const found = policies.find(({ policyArn }) => policyArn === members.policyArn)?.accessScope;
    return [{ path, wanted: inWords(members.accessScope), found: inWords(found) }];
  }
  return Object.entries(members)
    .filter(([member]) => !IDENTIFIERS.includes(member))
    .flatMap(([member, value]) =>
      leaves(`${key}.${member}`, wantedOf(member, value, observed[member]), observed[member]),
    );
}

/** What a decision about a resource says of the difference between what is wanted of it and how it is. */
export function differencesOf(key: string, decision: Decision, observed: object = {}): readonly Difference[] {
  switch (decision.do) {
    case 'nothing':
      return [];
    case 'wait':
      // What is on its way is no difference yet; an add-on without health is.
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
      return ofChange(key, decision.change, observed as Members);
  }
}
