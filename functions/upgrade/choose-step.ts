import type * as z from 'zod';
import { decideRoute, notBegun } from '../../domain/upgrade/route.ts';
import { isStarting } from '../../domain/upgrade/steps.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { changeBy, whileHeld } from '../runtime/change.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { records } from '../runtime/ports/state/records.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';
import { FROZEN_SECONDS, frozenBy } from './frozen.ts';

type Answer = z.input<typeof upgradeTasks.chooseStep.output>;

/**
 * Writes down which step has ended, and chooses the next: of the plan, or of the way back. Nothing is started in a freeze;
 * a way back is, since it ends what was begun. What if this runs twice? See the contract.
 */
export const handler = task(
  upgradeTasks.chooseStep,
  { fleets, operations, records },
  async ({ operation, at, done, unhealthy, nodesLeft }, ports): Promise<Answer> => {
    const { record: read, plan } = await readPlanned('upgrade', operation, ports.operations);
    const route = decideRoute(plan, read.report ?? notBegun(plan), {
      done,
      unhealthy,
      at,
      nodesLeft,
      cancellation: read.cancellation,
    });
    const record = (report = route.report) => ports.operations.recordReport('upgrade', operation, report, []);
    if (route.do === 'stop') {
      // Nothing is changed any more, so that it waits for no pause.
      await whileHeld(operation, ports.operations, record);
      return { outcome: 'Failed', failures: [{ key: route.step.key, reason: route.reason }] };
    }
    return changeBy(operation, ports.records, ['registered'], async ({ registered }): Promise<Answer> => {
      if (route.do === 'step' && isStarting(route.step)) {
        const frozen = await frozenBy(operation, registered, { at }, ports.fleets);
        if (frozen !== undefined) {
          const begun = route.report.steps.filter(({ key }) => key !== route.step.key);
          await record({ ...route.report, steps: begun });
          return { outcome: 'Frozen', waitSeconds: FROZEN_SECONDS, reason: frozen };
        }
      }
      await record();
      if (route.do === 'done') return { outcome: 'Done' };
      return { outcome: route.step.kind === 'check' ? 'Check' : 'Step', step: route.step };
    });
  },
);
