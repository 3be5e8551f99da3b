import { sampleDurationMs } from '../../durations.ts';
import { ItemStore } from '../items/store.ts';
import { type DynamoDbState, isCutOff } from '../state.ts';
import type { Table } from './table.ts';

/**
 * Keeps what strongly consistent replicas of this region have while they are cut off: until then they were told of every
 * write, from then on of none, and once they are reached again they catch up within moments.
 */
export function watchIsolation(state: DynamoDbState): void {
  const { region } = state;
  region.outages.onChange(() => {
    for (const table of state.tables.values()) {
      if (table.global?.consistency !== 'STRONG') continue;
      if (isCutOff(state, table)) table.isolatedItems ??= copyOf(state, table);
      else if (table.isolatedItems) catchUpSoon(state, table);
    }
  });
}

function copyOf({ region }: DynamoDbState, table: Table): ItemStore {
  const copy = new ItemStore(table.keys, region.kernel, region.settings.durationScale);
  for (const { key, versions } of table.items.scan()) {
    const last = versions.at(-1);
    if (last) copy.merge(key, last);
  }
  return copy;
}

function catchUpSoon(state: DynamoDbState, table: Table): void {
  const { kernel, settings } = state.region;
  kernel.after(sampleDurationMs(kernel, 'dynamodb/replication-lag', settings.durationScale), () => {
    if (!isCutOff(state, table)) table.isolatedItems = undefined;
  });
}
