import { change } from '../runtime/change.ts';
import { operations } from '../runtime/ports/operations.ts';
import { sizes } from '../runtime/ports/sizes.ts';
import { task } from '../runtime/task.ts';
import { captureSizes } from './capture-sizes.contract.ts';
import { readPlan } from './read-scaling.ts';

/**
 * Remembers what a cluster wakes to, before its first group is changed. What if this runs twice? What is remembered
 * already stays: the sizes that a second run could see may be those of a sleeping cluster.
 */
export const handler = task(captureSizes, { operations, sizes }, async ({ operation }, ports) => {
  const { memory } = await readPlan(operation, ports.sizes);
  if (memory?.do !== 'capture' && memory?.do !== 'replace') return { outcome: 'Unchanged' as const };
  const { arn } = operation.cluster;
  const written = await change(operation, ports.operations, () =>
    memory.do === 'capture'
      ? ports.sizes.capture(arn, memory.memory)
      : ports.sizes.replaceMemory(arn, memory.memory, memory.former ?? memory.memory.operationId),
  );
  return { outcome: written ? ('Captured' as const) : ('Unchanged' as const) };
});
