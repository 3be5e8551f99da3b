import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { ContentsPort } from '../../domain/ports/contents.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { addonKey, addonsOf } from '../../domain/upgrade/addons.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { applyDecision } from '../runtime/change.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { probes } from '../runtime/ports/cluster/probes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';
import { type AddonPorts, lookAtAddon } from './look-at-addon.ts';
import { type HealthPorts, whileQuiet } from './quiet.ts';

type Input = z.output<typeof upgradeTasks.upgradeAddon.input>;
interface Ports extends AddonPorts, HealthPorts {
  readonly contents: Pick<ContentsPort, 'read' | 'change'>;
  readonly operations: OperationStore;
}

/** Brings one add-on to the version of its pin. What if this runs twice? See `applyDecision`. */
export async function upgradeAddon(input: Input, ports: Ports): Promise<Applied> {
  const { operation, key, at, step } = input;
  const { record, plan } = await readPlanned('upgrade', operation, ports.operations);
  const pin = addonsOf(plan, step).find((one) => addonKey(one) === key);
  if (!pin) throw new TaskError('InvalidInput', `the plan has no ${key} in ${step.key}`);
  const decision = await lookAtAddon(pin, { record, plan, step, elapsedSeconds: 0 }, ports);
  return whileQuiet(record, input, ports, () =>
    applyDecision({
      operation,
      key,
      at,
      decision,
      operations: ports.operations,
      create: () => Promise.reject(new TaskError('Unexpected', 'an upgrade installs no add-on')),
      update: (change, token) => ports.contents.change(change, token),
    }),
  );
}

export const handler = task(
  upgradeTasks.upgradeAddon,
  { alarms, contents, eks, operations, probes },
  (input, ports) => upgradeAddon(input, ports),
);
