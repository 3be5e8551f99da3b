import type { Item } from './items/attribute-value.ts';
import { itemSize } from './items/size.ts';
import type { Table } from './tables/table.ts';

export interface CapacityInput {
  readonly ReturnConsumedCapacity?: 'NONE' | 'TOTAL' | 'INDEXES';
}

/** One item read or written; a read of nothing still costs a unit's worth. */
export interface Use {
  readonly table: Table;
  readonly kind: 'read' | 'write';
  readonly item: Item | undefined;
  readonly consistent: boolean;
  readonly transactional?: boolean;
}

/** "Capacity unit consumption": 4 KB a read unit, half of it if eventually consistent; 1 KB a write unit. */
export function unitsOf(bytes: number, use: Pick<Use, 'kind' | 'consistent' | 'transactional'>): number {
  const units = Math.max(1, Math.ceil(bytes / (use.kind === 'read' ? 4096 : 1024)));
  const halved = use.kind === 'read' && !use.consistent ? units / 2 : units;
  return use.transactional ? units * 2 : halved;
}

/** The ConsumedCapacity member, where the request asks for it; secondary indexes' writes are not counted. */
export function consumedCapacity(
  input: CapacityInput,
  uses: readonly Use[],
): { readonly ConsumedCapacity?: unknown } {
  const [entry] = consumedByTable(input, uses);
  return entry ? { ConsumedCapacity: entry } : {};
}

export function consumedByTable(input: CapacityInput, uses: readonly Use[]): readonly unknown[] {
  if (!input.ReturnConsumedCapacity || input.ReturnConsumedCapacity === 'NONE') return [];
  const units = new Map<string, number>();
  for (const use of uses) {
    const cost = unitsOf(use.item ? itemSize(use.item) : 0, use);
    units.set(use.table.name, (units.get(use.table.name) ?? 0) + cost);
  }
  return [...units].map(([TableName, CapacityUnits]) => ({
    TableName,
    CapacityUnits,
    ...(input.ReturnConsumedCapacity === 'INDEXES' && { Table: { CapacityUnits } }),
  }));
}
