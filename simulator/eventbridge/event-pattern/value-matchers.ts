import { type AddressBytes, addressBytes, compareAddresses, topOfBlock } from './ip-address.ts';
import type { JsonMember, JsonNode } from './json-reader.ts';
import { comparableNumber, numericMatcher } from './numeric-matcher.ts';
import { refusePattern } from './refusal.ts';
import { wildcardMatcher } from './wildcard.ts';

/** What stands at a leaf of an event. */
export type LeafValue = string | number | boolean | null;

/** One alternative of a pattern's array: a test of a value, or the demand that there is none. */
export type ValueMatcher =
  | {
      readonly kind: 'value';
      readonly test: (value: LeafValue) => boolean;
      /** The wildcard patterns in it, which together may be too complex. */
      readonly wildcards: readonly string[];
    }
  | { readonly kind: 'absent' };

const testing = (test: (value: LeafValue) => boolean, wildcards: readonly string[] = []): ValueMatcher => ({
  kind: 'value',
  test,
  wildcards,
});

/** The matcher of one element of a pattern's array. */
export function valueMatcher(node: JsonNode): ValueMatcher {
  switch (node.kind) {
    case 'string':
      return testing(literalString(node.value));
    case 'number':
      return testing(literalNumber(node));
    case 'literal':
      return testing((value) => value === node.value);
    case 'object':
      return matchExpression(node.members, node.at);
    default:
      return refusePattern('Match value must be String, number, true, false, or null', node.at);
  }
}

/** A string that is an IP address matches every spelling of the address (event-ruler compiles it to a range). */
function literalString(text: string): (value: LeafValue) => boolean {
  const address = addressBytes(text);
  if (!address) return (value) => value === text;
  return inRange(address, address);
}

function inRange(bottom: AddressBytes, top: AddressBytes): (value: LeafValue) => boolean {
  return (value) => {
    const address = typeof value === 'string' ? addressBytes(value) : undefined;
    if (!address) return false;
    const below = compareAddresses(address, bottom);
    const above = compareAddresses(address, top);
    return below !== undefined && above !== undefined && below >= 0 && above <= 0;
  };
}

function literalNumber(node: {
  readonly value: number;
  readonly text: string;
}): (value: LeafValue) => boolean {
  const comparable = comparableNumber(node.value);
  return (value) =>
    typeof value === 'number' &&
    (String(value) === node.text || (comparable !== undefined && comparableNumber(value) === comparable));
}

function matchExpression(members: readonly JsonMember[], at: number): ValueMatcher {
  const [member] = members;
  if (!member) return refusePattern('Match expression name not found', at);
  const matcher = namedMatcher(member);
  const second = members[1];
  if (second) refusePattern('Only one key allowed in match expression', second.at);
  return matcher;
}

function namedMatcher({ name, at, value }: JsonMember): ValueMatcher {
  switch (name) {
    case 'exactly': {
      const text = stringOf(value, 'exact match pattern must be a string');
      return testing((found) => found === text);
    }
    case 'prefix':
    case 'suffix':
      return testing(affix(name, value));
    case 'equals-ignore-case':
      return testing(ignoringCase(stringOf(value, 'equals-ignore-case match pattern must be a string')));
    case 'wildcard': {
      const text = stringOf(value, 'wildcard match pattern must be a string');
      const test = wildcardMatcher(text, value.at);
      return testing((found) => typeof found === 'string' && test(found), [text]);
    }
    case 'numeric':
      return testing(numericMatcher(value));
    case 'anything-but':
      return testing(anythingBut(value), wildcardsUnder(value));
    case 'exists':
      if (value.kind !== 'literal' || value.value === null) {
        return refusePattern('exists match pattern must be either true or false.', value.at);
      }
      return value.value ? testing(() => true) : { kind: 'absent' };
    case 'cidr':
      return testing(cidr(stringOf(value, 'prefix match pattern must be a string'), value.at));
    default:
      return refusePattern(`Unrecognized match type ${name}`, at);
  }
}

function stringOf(node: JsonNode, refusal: string): string {
  return node.kind === 'string' ? node.value : refusePattern(refusal, node.at);
}

function ignoringCase(text: string): (value: LeafValue) => boolean {
  const folded = text.toLowerCase();
  return (value) => typeof value === 'string' && value.toLowerCase() === folded;
}

type Affix = 'prefix' | 'suffix';

const hasAffix = (affixKind: Affix, text: string, part: string): boolean =>
  affixKind === 'prefix' ? text.startsWith(part) : text.endsWith(part);

function affix(kind: Affix, node: JsonNode): (value: LeafValue) => boolean {
  if (node.kind !== 'object') {
    const part = stringOf(node, `${kind} match pattern must be a string`);
    return (value) => typeof value === 'string' && hasAffix(kind, value, part);
  }
  const title = kind === 'prefix' ? 'Prefix' : 'Suffix';
  const [member, second] = node.members;
  if (!member) return refusePattern(`${title} expression name not found`, node.at);
  if (member.name !== 'equals-ignore-case') {
    return refusePattern(`Unsupported ${kind} pattern: ${member.name}`, member.at);
  }
  const part = stringOf(member.value, 'equals-ignore-case match pattern must be a string').toLowerCase();
  if (second) refusePattern('Only one key allowed in match expression', second.at);
  return (value) => typeof value === 'string' && hasAffix(kind, value.toLowerCase(), part);
}

function cidr(text: string, at: number): (value: LeafValue) => boolean {
  const [address, bits, ...more] = text.split('/');
  if (address === undefined || bits === undefined || more.length > 0) {
    return refusePattern("Malformed CIDR, one '/' required", at);
  }
  if (!/^[+-]?\d+$/.test(bits)) return refusePattern('Malformed CIDR, mask bits must be an integer', at);
  const prefixLength = Number(bits);
  if (prefixLength < 0) return refusePattern('Malformed CIDR, mask bits must not be negative', at);
  const bytes = addressBytes(address);
  if (!bytes) return refusePattern(`Nonstandard IP address: ${address}`, at);
  const width = bytes.length * 8;
  if (prefixLength >= width) {
    return refusePattern(`${width === 32 ? 'IPv4' : 'IPv6'} mask bits must be < ${width}`, at);
  }
  // The block begins at the address as written: host bits that are set are not cleared.
  return inRange(bytes, topOfBlock(bytes, prefixLength));
}

/** `anything-but` demands a value; it holds for every value that none of its own alternatives matches. */
function anythingBut(node: JsonNode): (value: LeafValue) => boolean {
  if (node.kind === 'object') return anythingButExpression(node.members, node.at);
  const items = node.kind === 'array' ? node.items : [node];
  const allowed = node.kind === 'array' || node.kind === 'string' || node.kind === 'number';
  if (!allowed)
    refusePattern('Value of anything-but must be an array or single string/number value.', node.at);
  const strings = new Set<string>();
  const numbers = new Set<number>();
  for (const item of items) {
    if (item.kind === 'string') strings.add(item.value);
    else if (item.kind === 'number') numbers.add(comparableOrRefuse(item.value, item.at));
    else refusePattern('Inside anything but list, start|null|boolean is not supported.', item.at);
  }
  if (strings.size > 0 === numbers.size > 0) {
    refusePattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
      node.at,
    );
  }
  return (value) => {
    if (typeof value === 'string') return !strings.has(value);
    if (typeof value !== 'number') return true;
    const comparable = comparableNumber(value);
    return comparable === undefined || !numbers.has(comparable);
  };
}

function wildcardsUnder(node: JsonNode): readonly string[] {
  const member = node.kind === 'object' ? node.members[0] : undefined;
  if (member?.name !== 'wildcard') return [];
  const items = member.value.kind === 'array' ? member.value.items : [member.value];
  return items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}

function comparableOrRefuse(value: number, at: number): number {
  return comparableNumber(value) ?? refusePattern('Value must be between -5.0E9 and 5.0E9, inclusive', at);
}

function anythingButExpression(members: readonly JsonMember[], at: number): (value: LeafValue) => boolean {
  const [member, second] = members;
  if (!member) return refusePattern('Anything-But expression name not found', at);
  const items = member.value.kind === 'array' ? member.value.items : [member.value];
  const tests = items.map((item) => anythingButTest(member.name, item, member.at));
  if (second) refusePattern('Too many elements in numeric expression', second.at);
  return (value) => typeof value !== 'string' || !tests.some((test) => test(value));
}

function anythingButTest(name: string, item: JsonNode, at: number): (value: string) => boolean {
  switch (name) {
    case 'prefix':
    case 'suffix': {
      const part = stringOf(item, 'prefix/suffix match pattern must be a string');
      if (part === '') refusePattern('Null prefix/suffix not allowed', item.at);
      return (value) => hasAffix(name, value, part);
    }
    case 'equals-ignore-case':
      return ignoringCase(
        stringOf(
          item,
          'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
        ),
      );
    case 'wildcard':
      return wildcardMatcher(stringOf(item, 'wildcard match pattern must be a string'), item.at);
    default:
      return refusePattern(`Unsupported anything-but pattern: ${name}`, at);
  }
}
