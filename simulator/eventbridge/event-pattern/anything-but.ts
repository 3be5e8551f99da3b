import type { JsonMember, JsonNode } from './json-reader.ts';
import type { LeafValue } from './leaf-value.ts';
import { comparableNumber } from './numeric-matcher.ts';
import { refusePattern } from './refusal.ts';
import { hasAffix, ignoringCase, stringOf } from './text-matchers.ts';
import { wildcardMatcher } from './wildcard.ts';

/** `anything-but` demands a value; it holds for every value that none of its own alternatives matches. */
export function anythingBut(node: JsonNode): (value: LeafValue) => boolean {
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

/** The wildcard patterns of an `anything-but`. */
export function wildcardsUnder(node: JsonNode): readonly string[] {
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
