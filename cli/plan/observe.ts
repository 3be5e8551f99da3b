import { parse } from 'yaml';
import type { Fleet } from '../../aws/fleet.ts';
import type { ClusterConfig } from '../../domain/cluster-config/config.ts';
import type { Finding } from '../../domain/cluster-config/problem.ts';
import type { Account } from '../../domain/desired/account.ts';
import type { PartDecision } from '../../domain/observe/cluster-changes.ts';
import { extraDifferences } from '../../domain/observe/extra-contents.ts';
import { decideDatedStack, foundationOf, foundationStacks } from '../../domain/observe/foundation.ts';
import { readInventory } from '../../domain/observe/inventory.ts';
import { lookAt } from '../../domain/observe/look.ts';
import type { Target } from '../../domain/observe/target.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import { asleepOf } from '../../domain/scale/memory/memory.ts';
import { type FleetRegion, regionOf } from '../fleet.ts';
import { type Difference, keptAsItIs } from './differences.ts';
import { nodeRolls } from './node-rolls.ts';

/** A cluster as it is, held against its document by the same deciders that the workflows act by. */
export interface ObservedCluster {
  readonly arn: string;
  readonly target: Target;
  /** EKS's status; absent where there is no such cluster. */
  readonly status?: string;
  readonly parts: readonly PartDecision[];
  /** Differences that applying leaves as they are. */
  readonly kept: readonly Difference[];
  /** Parts of the document that the account or the region cannot provide. */
  readonly problems: readonly Finding[];
  /** Possible failures, and facts that could not be looked up. */
  readonly warnings: readonly Finding[];
}

/** The account, as functions get it (functions/runtime/ports/account/account.ts), with the zones of today. */
async function accountOf(fleet: Fleet, { region, network }: FleetRegion): Promise<Account> {
  const { partition, accountId, stage } = fleet;
  const policies = `arn:${partition}:iam::${accountId}:policy/eks-fleet/eks-fleet-${stage}`;
  return {
    partition,
    accountId,
    region,
    permissionsBoundaryArn: `${policies}-cluster-boundary`,
    limitsPolicyArn: `${policies}-cluster-limits`,
    availabilityZones: await network.availabilityZones(),
  };
}

/** Looks at everything that a document is about. It changes nothing. */
export async function observeCluster(
  fleet: Fleet,
  config: ClusterConfig,
  at: string,
): Promise<ObservedCluster> {
  const { name, region } = config.metadata;
  const ports = regionOf(fleet, region);
  const arn = clusterArn(fleet, region, name);
  const [account, described, { memory }] = await Promise.all([
    accountOf(fleet, ports),
    ports.eks.describeCluster(name),
    ports.records.read({ arn }, ['memory']),
  ]);
  const asleep = memory ? { asleep: asleepOf(memory) } : {};
  const known = { config, account, startedAt: at, ...asleep };
  const looked = await lookAt({ target: known, observed: described, compares: true, readText: parse }, ports);
  const { target, judgement } = looked;
  const about = { arn, target, ...judgement };
  if (!described || !looked.changes) return { ...about, parts: [], kept: [] };
  const foundation = await Promise.all(
    foundationStacks(foundationOf(target)).map(async (stack) => ({
      key: stack.key,
      decision: decideDatedStack(stack, await ports.stacks.describe(stack.stackName), at),
    })),
  );
  const { changes, contents, behind } = looked.changes;
  const parts = [...foundation, ...changes, ...(await nodeRolls(config, changes, ports.stacks))];
  const inventory = contents && (await readInventory(name, ports.contents));
  const extra = inventory ? extraDifferences(contents, inventory, described, target) : [];
  const kept = keptAsItIs(config, described.version, { behind, extra });
  return { ...about, status: described.status, parts, kept };
}
