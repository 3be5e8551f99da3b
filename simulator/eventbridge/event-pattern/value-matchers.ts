import { anythingBut, wildcardsUnder } from './anything-but.ts';
import { type AddressBytes, addressBytes, compareAddresses, topOfBlock } from './ip-address.ts';
import type { JsonMember, JsonNode } from './json-reader.ts';
import type { LeafValue } from './leaf-value.ts';
import { comparableNumber, numericMatcher } from './numeric-matcher.ts';
import { refusePattern } from './refusal.ts';
import { type Affix, hasAffix, ignoringCase, stringOf } from './text-matchers.ts';
import { wildcardMatcher } from './wildcard.ts';

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
