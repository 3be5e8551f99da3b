import type * as z from 'zod';
import { type Decision, nothing } from '../../domain/decide/decision.ts';
import { TaskError } from '../../domain/errors.ts';
import { EXPECTED_DURATIONS } from '../../domain/expected-durations.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { lookInTurn, type PhaseItem, type Unseen } from '../../domain/phase.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { HooksPort } from '../../domain/ports/hooks.ts';
import { addonKey, addonsOf } from '../../domain/upgrade/addons.ts';
import type { UpgradePlan } from '../../domain/upgrade/plan.ts';
import type { upgradeTasks } from './contracts.ts';
import { type AddonPorts, lookAtAddon } from './look-at-addon.ts';
import { lookAtHook, requiredHook } from './look-at-hook.ts';
import { fargateItems, type NodesPorts, nodeItems } from './look-at-nodes.ts';
import { lookAtVersion } from './look-at-version.ts';

type Items = readonly PhaseItem<Decision | Unseen>[];

export type ItemPorts = AddonPorts &
  NodesPorts & {
    readonly eks: Pick<EksPort, 'describeCluster' | 'updates'>;
    readonly hooks: Pick<HooksPort, 'run'>;
  };

/** A look at a step of an operation. */
export interface Asked {
  readonly input: z.output<typeof upgradeTasks.observeStep.input>;
  readonly record: OperationRecord<'upgrade'>;
  readonly plan: UpgradePlan;
}

async function addonItems(
  { input, record, plan }: Asked,
  ready: readonly string[],
  ports: ItemPorts,
): Promise<Items> {
  const { step } = input;
  const pins = addonsOf(plan, step);
  const left = pins.filter((pin) => !ready.includes(addonKey(pin)));
  const look = { record, plan, step, elapsedSeconds: elapsedSeconds(input) };
  const found = await lookInTurn(left, (pin) => lookAtAddon(pin, look, ports));
  const items = pins.map((pin) => ({
    key: addonKey(pin),
    task: 'upgrade-addon',
    decision: found.get(pin) ?? nothing,
    expected: EXPECTED_DURATIONS.addonUpgrade,
    passedOver: !left.includes(pin),
  }));
  const isOver = items.every(({ decision }) => decision.do === 'nothing');
  return isOver && ready.length > 0 ? addonItems({ input, record, plan }, [], ports) : items;
}

async function controlPlaneItems({ input, record }: Asked, ports: ItemPorts): Promise<Items> {
  const decision = await lookAtVersion(record, input.step, ports.eks);
  const expected = EXPECTED_DURATIONS.controlPlaneUpgrade;
  return [{ key: 'controlPlane', task: 'upgrade-control-plane', decision, expected }];
}

async function hookItems({ input, record }: Asked, ports: ItemPorts): Promise<Items> {
  const named = requiredHook(record, input.step);
  const decision = await lookAtHook(named, record, input, ports.hooks);
  const expected = { minSeconds: 0, maxSeconds: named.hook.timeoutMinutes * 60 };
  return [{ key: `hook/${named.name}`, task: 'run-hook', decision, expected }];
}

/** The items of a step that changes something. */
export function itemsOf(asked: Asked, ports: ItemPorts): Promise<Items> {
  const { input, record: operation, plan } = asked;
  const { step, ready, at } = input;
  const nodes = { plan, step, operation, at };
  switch (step.kind) {
    case 'hookBefore':
    case 'hookAfterControlPlane':
    case 'hookAfterNodes':
      return hookItems(asked, ports);
    case 'addonsBefore':
    case 'addonsAfter':
      return addonItems(asked, ready, ports);
    case 'controlPlane':
      return controlPlaneItems(asked, ports);
    case 'nodes':
      return nodeItems(nodes, ready, ports);
    case 'fargate':
      return fargateItems(nodes, ports);
    default:
      throw new TaskError('InvalidInput', `nothing is looked at for ${step.key}`);
  }
}
