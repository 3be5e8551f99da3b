import { gitOpsOwner } from '../kubernetes/gitops-owner.ts';
import type { FailoverPlan } from '../policy/failover.ts';
import type { ObservedDeployment } from '../ports/kubernetes.ts';
import type { RecordedSizes } from './sizes.ts';

/** The tool that keeps a Deployment as Git has it, in words; undefined where none does. Nobody else changes it for long. */
export function keeperOf(found: ObservedDeployment): string | undefined {
  const owner = gitOpsOwner(found);
  if (!owner) return undefined;
  return owner.name === undefined ? owner.tool : `${owner.name} of ${owner.tool}`;
}

/** Replicas that are enough to go on, of those wanted. */
export const atFloor = (wanted: number, floorPercent: number): number =>
  Math.ceil((wanted * floorPercent) / 100);

/** The reason why replicas are not raised by us, for those who are told of too few. */
export function keptBecause(found: ObservedDeployment | undefined, wanted: number): readonly string[] {
  const keeper = found && found.replicas < wanted ? keeperOf(found) : undefined;
  return keeper === undefined ? [] : [`${keeper} keeps it at ${found?.replicas}: raise it in Git`];
}

/** Deployments of the standby, by `namespace/name`; absent members are not there. */
export type SeenDeployments = Readonly<Record<string, ObservedDeployment | undefined>>;

/** The replicas that a move wants: as they were recorded, and as the plan says. */
export const wantedReplicas = (
  { capacity }: Pick<FailoverPlan, 'capacity'>,
  sizes: RecordedSizes | undefined,
): Readonly<Record<string, number>> => ({ ...sizes?.replicas, ...capacity?.replicas });

/** Deployments that a move would wait for in vain: those that are not there, and those that Git keeps below the floor. */
export function workloadFaults(
  cluster: string,
  wanted: Readonly<Record<string, number>>,
  floorPercent: number,
  deployments: SeenDeployments,
): readonly string[] {
  return Object.entries(wanted).flatMap(([name, replicas]) => {
    const found = deployments[name];
    const floor = atFloor(replicas, floorPercent);
    if (floor === 0) return [];
    if (!found) return [`${cluster} has no Deployment ${name}, of which ${replicas} replicas are wanted`];
    if (found.replicas >= floor) return [];
    return keptBecause(found, floor).map(
      (why) => `Deployment ${name} of ${cluster} is too small, ${floor} replicas are wanted (${why})`,
    );
  });
}
