import type * as z from 'zod';
import { wayTo } from '../../domain/access/reach.ts';
import { stackNameOf } from '../../domain/desired/names.ts';
import { TaskError } from '../../domain/errors.ts';
import {
  decideForwarder,
  type ForwarderDecision,
  isGoing,
  type SeenForwarder,
} from '../../domain/forwarder/decide-forwarder.ts';
import { forwarderOf, RULE_PURPOSE, VPC_TAG } from '../../domain/forwarder/names.ts';
import type { ForwarderDeployment } from '../../domain/forwarder/stacks.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import type { EksPort } from '../../domain/ports/eks.ts';
import type { NetworkPort } from '../../domain/ports/network.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import type { StackPort } from '../../domain/ports/stacks.ts';
import { change, tokenOf } from '../runtime/change.ts';
import { eks } from '../runtime/ports/cluster/eks.ts';
import { forwarders } from '../runtime/ports/cluster/forwarders.ts';
import { network } from '../runtime/ports/resources/network.ts';
import { changingStacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { task } from '../runtime/task.ts';
import { accessTasks } from './contracts.ts';
import { isWanted } from './is-wanted.ts';

type Input = z.output<typeof accessTasks.ensureForwarder.input>;

interface LookPorts {
  readonly eks: EksPort;
  readonly forwarders: ForwarderDeployment;
  readonly network: NetworkPort;
  readonly registry: RegistryPort;
  readonly stacks: StackPort;
}

/** The next look follows a change so soon: CloudFormation takes a moment at the least. */
const AFTER_CHANGE_SECONDS = 5;

async function look({ operation, since, at }: Input, ports: LookPorts): Promise<SeenForwarder> {
  const { name } = operation.cluster;
  const { forwarders: deployment, stacks } = ports;
  const [wanted, cluster, rule] = await Promise.all([
    isWanted(operation, ports.registry),
    ports.eks.describeCluster(name),
    stacks.describe(stackNameOf(name, RULE_PURPOSE)),
  ]);
  const takesEntries = cluster?.accessConfig?.authenticationMode !== 'CONFIG_MAP';
  const way = cluster && wayTo(cluster);
  const isToBe = wanted && takesEntries && way?.by === 'forwarder';
  // The rule tells where, too: the cluster may be gone.
  const vpcId = cluster?.resourcesVpcConfig.vpcId ?? rule?.tags[VPC_TAG];
  const names = vpcId === undefined ? undefined : forwarderOf(vpcId, deployment.stage);
  const [forwarder, cidrs] = await Promise.all([
    names && stacks.describe(names.stackName),
    isToBe ? ports.network.vpcCidrs(way.vpcId) : undefined,
  ]);
  // A forwarder may go with the cluster's rule: before it does, its other importers are asked for.
  const mayGo = names && forwarder && !isToBe && !isGoing(forwarder) && !rule;
  const importers = mayGo ? await stacks.importersOf(names.groupExport) : [];
  return {
    clusterName: name,
    isWanted: wanted && takesEntries,
    way,
    cidrs,
    deployment,
    names,
    forwarder,
    rule,
    importers,
    since,
    at,
    elapsedSeconds: elapsedSeconds({ since, at }),
  };
}

/**
 * One request; its token follows from the stack that was seen, so that the same stack may be made again after it was
 * cleared away.
 */
function apply(
  { operation }: Input,
  decision: Extract<ForwarderDecision, { do: 'create' | 'update' | 'delete' }>,
  { forwarder, rule }: SeenForwarder,
  stacks: StackPort,
): Promise<void> {
  const seen = [forwarder, rule].map((stack) => [stack?.StackId, stack?.changedAt]);
  const token = tokenOf(operation, `forwarder/${decision.do}`, [decision, seen]);
  if (decision.do === 'delete') return stacks.delete(decision.stackName, token);
  return stacks[decision.do](decision.stack, token);
}

/**
 * Passes over a refusal that a neighbour caused. CloudFormation refuses a change of a stack that is under way, or
 * whose export has just gone. If a neighbour was quicker, the next look finds it.
 */
async function unlessOvertaken(error: unknown, seen: SeenForwarder, ports: LookPorts): Promise<void> {
  const { forwarder, names } = seen;
  if (!(error instanceof TaskError && error.name === 'InvalidRequest') || !names) throw error;
  const now = await ports.stacks.describe(names.stackName);
  const isSame = now?.StackStatus === forwarder?.StackStatus && now?.changedAt === forwarder?.changedAt;
  if (isSame) throw error;
}

/**
 * Makes the way to a private API through the cluster's VPC, or takes it away, a stack at a time. What if this runs twice?
 * Each run looks first; a stack has one name, and one that is under way takes no second change.
 */
export const handler = task(
  accessTasks.ensureForwarder,
  { eks, forwarders, network, operations, registry, stacks: changingStacks },
  async (input, ports) => {
    const seen = await look(input, ports);
    const decision = decideForwarder(seen);
    switch (decision.do) {
      case 'wait':
        return { outcome: 'Waiting' as const, waitSeconds: decision.seconds };
      case 'settle':
        return { outcome: 'Settled' as const };
      case 'fail':
        throw new TaskError('InvalidRequest', decision.why);
      default:
        await change(input.operation, ports.operations, () =>
          apply(input, decision, seen, ports.stacks).catch((error: unknown) =>
            unlessOvertaken(error, seen, ports),
          ),
        );
        return { outcome: 'Waiting' as const, waitSeconds: AFTER_CHANGE_SECONDS };
    }
  },
);
