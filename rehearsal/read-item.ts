import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

/**
 * Reads an item of the fleet's tables, whose documents are JSON (ADR 13). A rehearsal has its own reader, and does
 * not trust the product's.
 */
export function readItem<T = Record<string, unknown>>(item: Record<string, AttributeValue>): T {
  const read = Object.entries(unmarshall(item)).map(([name, value]) => [name, documentIn(value)]);
  return Object.fromEntries(read);
}

function documentIn(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
