import { sampleDurationMs } from '../durations.ts';
import type { Item } from './attribute-value.ts';
import type { Version } from './item-store.ts';
import type { DynamoDbState, ReplicationLinks } from './state.ts';
import type { Table } from './table.ts';

/** A version on its way to another region. */
interface Delivery {
  readonly tableName: string;
  readonly key: Item;
  readonly version: Version;
}

interface Replication extends ReplicationLinks {
  replicate(table: Table, key: Item, version: Version): void;
}

/**
 * Replication of eventually consistent global tables: every write goes to every other replica after a lag of
 * its own, so that writes may arrive out of order; the later one wins.
 */
export function createReplication(
  state: Pick<DynamoDbState, 'region' | 'unreachable'>,
  stateIn: (regionName: string) => DynamoDbState,
): Replication {
  const waiting = new Map<string, Delivery[]>();
  const { kernel, settings } = state.region;

  const deliver = (regionName: string, delivery: Delivery): void => {
    if (state.unreachable.has(regionName)) {
      waiting.set(regionName, [...(waiting.get(regionName) ?? []), delivery]);
      return;
    }
    const table = stateIn(regionName).tables.get(delivery.tableName);
    // A replica may have been removed since.
    if (table?.global) table.items.merge(delivery.key, delivery.version);
  };
  const send = (regionName: string, delivery: Delivery): void => {
    const lag = sampleDurationMs(kernel, 'dynamodb/replication-lag', settings.durationScale);
    kernel.after(lag, () => deliver(regionName, delivery));
  };
  return {
    replicate: (table, key, version) => {
      for (const [regionName, { status }] of table.global?.replicas ?? []) {
        const isElsewhere = regionName !== state.region.name && status === 'ACTIVE';
        if (isElsewhere) send(regionName, { tableName: table.name, key, version });
      }
    },
    cut: (regionName) => {
      state.unreachable.add(regionName);
    },
    mend: (regionName) => {
      state.unreachable.delete(regionName);
      const held = waiting.get(regionName) ?? [];
      waiting.delete(regionName);
      for (const delivery of held) send(regionName, delivery);
    },
  };
}
