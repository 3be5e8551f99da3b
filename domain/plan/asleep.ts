import type { ClusterConfig } from '../cluster-config/config.ts';
import { documentSizes } from '../scale/groups/document.ts';
import { inWords, sameSizes } from '../scale/groups/sizes.ts';
import type { Asleep } from '../scale/memory/memory.ts';

/**
 * Notes on a document's sizes while its cluster sleeps. They change nothing now. Sizes that differ from those at the
 * time when it fell asleep, and those of a group that is new since, are the ones it wakes to.
 */
export function asleepNotes(config: ClusterConfig, { groups }: Asleep): readonly string[] {
  const known = new Map(groups.map(({ key, document }) => [key, document]));
  const waking = [...documentSizes(config)].flatMap(([key, sizes]) => {
    const before = known.get(key);
    const isSame = known.has(key) && (before === undefined || sameSizes(before, sizes));
    return isSame ? [] : [`${key.slice(key.indexOf('/') + 1)} will wake to ${inWords(sizes)}`];
  });
  return ['it is hibernating, and stays so: sizes are left alone until it wakes', ...waking];
}
