import { changeBy } from '../runtime/change.ts';
import { records } from '../runtime/ports/records.ts';
import { sizes } from '../runtime/ports/sizes.ts';
import { task } from '../runtime/task.ts';
import { captureSizes } from './capture-sizes.contract.ts';
import { planned, toScaling } from './read-scaling.ts';

/**
 * Remembers what a cluster wakes to, before its first group is changed. What if this runs twice? What is remembered
 * already stays: the sizes that a second run could see may be those of a sleeping cluster.
 */
export const handler = task(captureSizes, { records, sizes }, ({ operation }, ports) =>
  changeBy(operation, ports.records, ['operation'], async (read) => {
    const { memory } = planned(toScaling(read.operation, operation)).plan;
    if (memory?.do !== 'capture' && memory?.do !== 'replace') return { outcome: 'Unchanged' as const };
    const { arn } = operation.cluster;
    const written =
      memory.do === 'capture'
        ? await ports.sizes.capture(arn, memory.memory)
        : await ports.sizes.replaceMemory(arn, memory.memory, memory.former ?? memory.memory.operationId);
    return { outcome: written ? ('Captured' as const) : ('Unchanged' as const) };
  }),
);
