import { AwsError } from '../../aws-error.ts';
import {
  type EventLeaf,
  type EventLeaves,
  leavesOf,
  type Membership,
  mergeMemberships,
  NO_MEMBERSHIP,
  waysTo,
} from './event-leaves.ts';
import { type JsonMember, type JsonNode, JsonSyntaxError, readJson } from './json-reader.ts';
import type { LeafValue } from './leaf-value.ts';
import { PatternRefusal, refusePattern } from './refusal.ts';
import { type ValueMatcher, valueMatcher } from './value-matchers.ts';
import { isTooComplex } from './wildcard-complexity.ts';

/** A pattern that was read once and can be held against any number of events. */
export interface EventPattern {
  readonly text: string;
  matches(event: object): boolean;
  /** False where the event's source and detail-type alone rule it out. */
  mayMatch(event: Readonly<Record<(typeof ENVELOPE)[number], string>>): boolean;
}

/** Members by which most rules tell events apart. */
const ENVELOPE = ['source', 'detail-type'] as const;

/** The demands of one branch of a pattern, by path; paths join their steps by dots. */
type Branch = ReadonlyMap<string, readonly ValueMatcher[]>;

/** Names that may not stand for fields inside `$or` (event-ruler, `Constants`). */
const RESERVED_INSIDE_OR = new Set([
  ...[
    'exactly',
    'equals-ignore-case',
    'prefix',
    'suffix',
    'anything-but',
    'exists',
    'wildcard',
    'numeric',
    'cidr',
  ],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);

/**
 * Compiles a pattern with the semantics of aws/event-ruler, the engine behind EventBridge: `$or` multiplies the
 * pattern into branches, a path that is written twice in a branch keeps what was written last, and matches in an
 * array must all come from one of its elements.
 * @throws AwsError `InvalidEventPatternException`
 */
export function compileEventPattern(text: string): EventPattern {
  try {
    const document = readJson(text);
    if (document.kind !== 'object') return refusePattern('Filter is not an object', document.at);
    const branches = readObject(document.members, document.at, { path: '', insideOr: false }, []);
    if (branches.some((branch) => [...branch.values()].some(areTooComplex))) throw tooComplex();
    const ordered = branches.map((branch) => [...branch].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
    const ways = waysTo(branches.flatMap((branch) => [...branch.keys()]));
    return {
      text,
      matches: (event) => {
        const leaves = leavesOf(event, ways);
        return ordered.some((branch) => matchesFrom(branch, 0, leaves, NO_MEMBERSHIP));
      },
      mayMatch: (event) =>
        branches.some((branch) =>
          ENVELOPE.every((name) => branch.get(name)?.some((one) => passes(one, event[name])) ?? true),
        ),
    };
  } catch (error) {
    if (error instanceof PatternRefusal || error instanceof JsonSyntaxError)
      throw invalidPattern(error, text);
    throw error;
  }
}

const areTooComplex = (matchers: readonly ValueMatcher[]): boolean =>
  isTooComplex(matchers.flatMap((matcher) => (matcher.kind === 'value' ? matcher.wildcards : [])));

const tooComplex = (): AwsError =>
  new AwsError(
    'InvalidEventPatternException',
    'Event pattern is not valid. Reason: Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
  );

/** EventBridge's refusal, with the place as Jackson names it. */
function invalidPattern(error: PatternRefusal | JsonSyntaxError, text: string): AwsError {
  const before = text.slice(0, error.at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + (text === '' ? 0 : 1);
  const source =
    text.length > 500 ? `"${text.slice(0, 500)}"[truncated ${text.length - 500} chars]` : `"${text}"`;
  const place = `\n at [Source: (String)${source}; line: ${before.length}, column: ${column}]`;
  const reason = text.trim() === '' ? 'Filter is not an object' : error.message;
  return new AwsError(
    'InvalidEventPatternException',
    `Event pattern is not valid. Reason: ${reason}${place}`,
  );
}

interface Place {
  readonly path: string;
  readonly insideOr: boolean;
}

const under = (place: Place, name: string): Place => ({
  path: place.path === '' ? name : `${place.path}.${name}`,
  insideOr: place.insideOr,
});

function readObject(
  members: readonly JsonMember[],
  at: number,
  place: Place,
  before: readonly Branch[],
): readonly Branch[] {
  if (members.length === 0) return refusePattern('Empty objects are not allowed', at);
  return members.reduce((branches, member) => readMember(member, place, branches), before);
}

function readMember(
  { name, at, value }: JsonMember,
  place: Place,
  branches: readonly Branch[],
): readonly Branch[] {
  if (name === '$or') return readOr(value, place, branches);
  if (place.insideOr && RESERVED_INSIDE_OR.has(name)) {
    return refusePattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`, at);
  }
  if (value.kind === 'object') return readObject(value.members, value.at, under(place, name), branches);
  if (value.kind !== 'array') return refusePattern(`"${name}" must be an object or an array`, value.at);
  if (value.items.length === 0) return refusePattern('Empty arrays are not allowed', value.at + 1);
  const matchers = value.items.map(valueMatcher);
  const { path } = under(place, name);
  return (branches.length === 0 ? [new Map()] : branches).map(
    (branch) => new Map([...branch, [path, matchers]]),
  );
}

function readOr(node: JsonNode, place: Place, before: readonly Branch[]): readonly Branch[] {
  if (node.kind !== 'array') return refusePattern('It must be an Array followed with $or.', node.at);
  const branches = node.items.flatMap((item) => {
    if (item.kind !== 'object') {
      return refusePattern('Only JSON object is allowed in array of $or relationship.', item.at);
    }
    return readObject(item.members, item.at, { ...place, insideOr: true }, before);
  });
  if (node.items.length < 2) {
    return refusePattern('There must have at least 2 Objects in $or relationship.', node.at);
  }
  return branches;
}

const passes = (matcher: ValueMatcher, value: LeafValue): boolean =>
  matcher.kind === 'value' && matcher.test(value);

/** Walks a branch's paths in order; `membership` says which element of each array earlier matches came from. */
function matchesFrom(
  branch: readonly (readonly [string, readonly ValueMatcher[]])[],
  index: number,
  leaves: EventLeaves,
  membership: Membership,
): boolean {
  const step = branch[index];
  if (!step) return true;
  const [path, matchers] = step;
  const candidates: EventLeaf[] = [];
  for (const leaf of leaves.get(path) ?? []) {
    const merged = mergeMemberships(membership, leaf.membership);
    if (merged) candidates.push({ value: leaf.value, membership: merged });
  }
  const absenceHolds = candidates.length === 0 && matchers.some(({ kind }) => kind === 'absent');
  if (absenceHolds && matchesFrom(branch, index + 1, leaves, membership)) return true;
  return candidates.some(
    (leaf) =>
      matchers.some((matcher) => passes(matcher, leaf.value)) &&
      matchesFrom(branch, index + 1, leaves, leaf.membership),
  );
}
