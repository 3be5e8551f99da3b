import { AwsError } from '../../aws-error.ts';
import { type EventLeaves, leavesOf, type Membership, mergeMemberships } from './event-leaves.ts';
import { type JsonMember, type JsonNode, JsonSyntaxError, readJson } from './json-reader.ts';
import { PatternRefusal, refusePattern } from './refusal.ts';
import { type ValueMatcher, valueMatcher } from './value-matchers.ts';
import { isTooComplex } from './wildcard-complexity.ts';

/** A pattern that was read once and can be held against any number of events. */
export interface EventPattern {
  readonly text: string;
  matches(event: Readonly<Record<string, unknown>>): boolean;
  /** The same for an event whose leaves are known, which spares many rules to find them. */
  matchesLeaves(leaves: EventLeaves): boolean;
  /** False where the event's source and detail-type alone rule it out. */
  mayMatch(envelope: EventLeaves): boolean;
}

/** What most rules tell events apart by. */
const ENVELOPE = ['source', 'detail-type'];

/** The leaves of an event's source and detail-type, which are found at once. */
export const envelopeOf = (event: Readonly<Record<string, unknown>>): EventLeaves =>
  leavesOf(Object.fromEntries(ENVELOPE.map((name) => [name, event[name]])));

/** What one branch of a pattern demands of each path; paths join their steps by dots. */
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
    const matchesLeaves = (leaves: EventLeaves): boolean =>
      ordered.some((branch) => matchesFrom(branch, 0, leaves, new Map()));
    const ofEnvelope = ordered.map((branch) => branch.filter(([path]) => ENVELOPE.includes(path)));
    const mayMatch = (envelope: EventLeaves): boolean =>
      ofEnvelope.some((branch) => matchesFrom(branch, 0, envelope, new Map()));
    return { text, matchesLeaves, mayMatch, matches: (event) => matchesLeaves(leavesOf(event)) };
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
  const candidates = (leaves.get(path) ?? []).flatMap((leaf) => {
    const merged = mergeMemberships(membership, leaf.membership);
    return merged ? [{ value: leaf.value, membership: merged }] : [];
  });
  const absenceHolds = candidates.length === 0 && matchers.some(({ kind }) => kind === 'absent');
  if (absenceHolds && matchesFrom(branch, index + 1, leaves, membership)) return true;
  return candidates.some(
    (leaf) =>
      matchers.some((matcher) => matcher.kind === 'value' && matcher.test(leaf.value)) &&
      matchesFrom(branch, index + 1, leaves, leaf.membership),
  );
}
