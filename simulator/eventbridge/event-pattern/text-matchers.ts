import type { JsonNode } from './json-reader.ts';
import type { LeafValue } from './leaf-value.ts';
import { refusePattern } from './refusal.ts';

export function stringOf(node: JsonNode, refusal: string): string {
  return node.kind === 'string' ? node.value : refusePattern(refusal, node.at);
}

export function ignoringCase(text: string): (value: LeafValue) => boolean {
  const folded = text.toLowerCase();
  return (value) => typeof value === 'string' && value.toLowerCase() === folded;
}

export type Affix = 'prefix' | 'suffix';

export const hasAffix = (affixKind: Affix, text: string, part: string): boolean =>
  affixKind === 'prefix' ? text.startsWith(part) : text.endsWith(part);
