import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import type { Applied } from '../../domain/phase-contract.ts';
import type { ContentsPort } from '../../domain/ports/contents.ts';
import type { LaunchTemplatesPort } from '../../domain/ports/launch-templates.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { NodeGroupUpgrade } from '../../domain/upgrade/nodes/node-group.ts';
import { refusalWords } from '../../domain/upgrade/nodes/refusal.ts';
import { nodeGroupKey } from '../../domain/upgrade/nodes/turns.ts';
import { pinsOf } from '../../domain/upgrade/pins.ts';
import { isBack } from '../../domain/upgrade/steps.ts';
import { readPlanned } from '../operation/read-operation.ts';
import { applyDecision, change, tokenOf } from '../runtime/change.ts';
import { alarms } from '../runtime/ports/cluster/alarms.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { launchTemplates } from '../runtime/ports/cluster/launch-templates.ts';
import { probes } from '../runtime/ports/cluster/probes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { upgradeTasks } from './contracts.ts';
import type { NodesPorts } from './nodes-asked.ts';
import { type HealthPorts, whileQuiet } from './quiet.ts';
import { seeNodeGroup } from './see-node-group.ts';
import { versionFor } from './version-for.ts';

interface ChangePorts {
  readonly contents: Pick<ContentsPort, 'change'>;
  readonly launchTemplates: LaunchTemplatesPort;
}

/** The group's change; of a custom AMI, with a version of its launch template that has the image. */
async function upgrade(
  change: NodeGroupUpgrade,
  { token, version }: { readonly token: string; readonly version: string },
  ports: ChangePorts,
): Promise<void> {
  if (change.operation === 'UpdateNodegroupVersion') return ports.contents.change(change, token);
  const { image: _image, like, ...named } = change.request;
  const request = { ...named, launchTemplate: { id: like.id, version } };
  return ports.contents.change({ operation: 'UpdateNodegroupVersion', request }, token);
}

type Input = z.output<typeof upgradeTasks.upgradeNodeGroup.input>;

const isRefusal = (error: unknown): error is TaskError =>
  error instanceof TaskError && error.name === 'InvalidRequest';

/**
 * The same on the way back without its release, where EKS refuses that: it may take the newest of a minor alone (ADR 29),
 * and a node of the former minor is worth more than one of the very release. `at` tells this try from others, as
 * `applyDecision` has it.
 */
async function withNewestRelease(
  made: NodeGroupUpgrade,
  refusal: unknown,
  { operation, key, step, at }: Input,
  { contents, operations }: Ports,
): Promise<void> {
  const { releaseVersion, ...request } = made.request as { readonly releaseVersion?: string };
  if (!isRefusal(refusal) || !isBack(step) || releaseVersion === undefined) throw refusal;
  const newest = { operation: 'UpdateNodegroupVersion', request };
  await change(operation, operations, () =>
    contents.change(newest as NodeGroupUpgrade & typeof newest, tokenOf(operation, key, [newest, at])),
  );
}

type Ports = ChangePorts &
  HealthPorts &
  Pick<NodesPorts, 'contents' | 'eks'> & {
    readonly operations: OperationStore;
  };

export async function upgradeNodeGroup(input: Input, ports: Ports): Promise<Applied> {
  const { operation, key, step } = input;
  const { record, plan } = await readPlanned('upgrade', operation, ports.operations);
  const pin = pinsOf(plan, step).nodeGroups.find(({ name }) => nodeGroupKey(name) === key);
  if (!pin) throw new TaskError('InvalidInput', `the plan moves no node group ${key}`);
  const { seen, decision } = await seeNodeGroup(pin, { plan, step, operation: record }, ports);
  // A retry after a failed update has a token of its own, and one that has left no trace the same.
  const at = `${step.key} after ${seen.failures.length} failures`;
  return whileQuiet(record, input, ports, async () => {
    const version = await versionFor(decision, input, ports);
    return applyDecision({
      operation,
      key,
      decision,
      at,
      operations: ports.operations,
      create: () => Promise.reject(new TaskError('Unexpected', 'an upgrade creates no node group')),
      update: (change, token) =>
        upgrade(change as NodeGroupUpgrade, { token, version }, ports)
          .catch((error) => withNewestRelease(change as NodeGroupUpgrade, error, { ...input, at }, ports))
          .catch((error) => {
            if (!isRefusal(error)) throw error;
            throw new TaskError(error.name, refusalWords(pin, error.message, isBack(step)), { cause: error });
          }),
    });
  });
}

/**
 * Moves the nodes of one managed group to the plan's release or image. What if this runs twice? See `applyDecision`; a
 * version of the launch template that the first run made is found by its image.
 */
export const handler = task(
  upgradeTasks.upgradeNodeGroup,
  { alarms, contents, eks, launchTemplates, operations, probes },
  upgradeNodeGroup,
);
