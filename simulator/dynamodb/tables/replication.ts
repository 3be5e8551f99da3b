import { sampleDurationMs } from '../../durations.ts';
import type { Region } from '../../region.ts';
import type { Item } from '../items/attribute-value.ts';
import type { Version } from '../items/record.ts';
import { type DynamoDbState, reachesReplica } from '../state.ts';

/** A version on its way to another region. */
interface Delivery {
  readonly tableName: string;
  readonly key: Item;
  readonly version: Version;
}

/**
 * Replication of eventually consistent global tables. Each write goes to each other replica after a lag of its own,
 * so that writes may arrive out of order; the later write wins. Writes wait while DynamoDB of the other region cannot
 * be reached, and arrive after a lag once it can (developer guide, "Global tables: how it works": "DynamoDB keeps
 * track of any writes that have been performed but have not yet been propagated to all of the replica tables").
 */
export function createReplication(
  region: Region,
  stateIn: (regionName: string) => DynamoDbState,
): DynamoDbState['replicate'] {
  const { kernel, settings, outages, faults } = region;

  const deliver = (regionName: string, delivery: Delivery): void => {
    const isHeld = () => !reachesReplica(region, regionName);
    if (isHeld()) {
      outages.whenFree(isHeld, () => send(regionName, delivery));
      return;
    }
    const table = stateIn(regionName).tables.get(delivery.tableName);
    // A replica may have been removed since.
    if (table?.global) table.items.merge(delivery.key, delivery.version);
  };
  const send = (regionName: string, delivery: Delivery): void => {
    const lag = sampleDurationMs(kernel, 'dynamodb/replication-lag', settings.durationScale);
    kernel.after(lag + faults.replicationDelayMs(region.name, regionName), () =>
      deliver(regionName, delivery),
    );
  };
  return (table, key, version) => {
    for (const [regionName, { status }] of table.global?.replicas ?? []) {
      const isElsewhere = regionName !== region.name && status === 'ACTIVE';
      if (isElsewhere) send(regionName, { tableName: table.name, key, version });
    }
  };
}
