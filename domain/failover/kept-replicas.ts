import { gitOpsOwner } from '../kubernetes/gitops-owner.ts';
import type { FailoverPlan } from '../policy/failover.ts';
import type { ObservedAutoscaler, ObservedDeployment } from '../ports/kubernetes.ts';
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

/** The autoscaler that says how many replicas a Deployment has, where its minimum is less than is wanted: it lowers what is raised. */
const lowering = (
  autoscalers: readonly ObservedAutoscaler[],
  workload: string,
  floor: number,
): ObservedAutoscaler | undefined =>
  autoscalers.find(
    ({ namespace, target, minReplicas }) =>
      target.kind === 'Deployment' && `${namespace}/${target.name}` === workload && minReplicas < floor,
  );

const mayLower = ({ namespace, name, minReplicas }: ObservedAutoscaler, floor: number): string =>
  `HorizontalPodAutoscaler ${namespace}/${name} may lower it to ${minReplicas}: raise its minReplicas to ${floor}`;

/** Deployments that have enough replicas now, and an autoscaler that may lower them before anybody comes. */
export const loweredWarnings = (
  cluster: string,
  wanted: Readonly<Record<string, number>>,
  floorPercent: number,
  deployments: SeenDeployments,
  autoscalers: readonly ObservedAutoscaler[],
): readonly string[] =>
  Object.entries(wanted).flatMap(([name, replicas]) => {
    const floor = atFloor(replicas, floorPercent);
    const by = lowering(autoscalers, name, floor);
    if (!by || (deployments[name]?.replicas ?? 0) < floor) return [];
    return [`Deployment ${name} of ${cluster} is wanted with ${floor} replicas, and ${mayLower(by, floor)}`];
  });

/** Deployments that a move would wait for in vain: those that are not there, and those that Git or an autoscaler keeps below the floor. */
export function workloadFaults(
  cluster: string,
  wanted: Readonly<Record<string, number>>,
  floorPercent: number,
  deployments: SeenDeployments,
  autoscalers: readonly ObservedAutoscaler[] = [],
): readonly string[] {
  return Object.entries(wanted).flatMap(([name, replicas]) => {
    const found = deployments[name];
    const floor = atFloor(replicas, floorPercent);
    if (floor === 0) return [];
    if (!found) return [`${cluster} has no Deployment ${name}, of which ${replicas} replicas are wanted`];
    if (found.replicas >= floor) return [];
    const by = lowering(autoscalers, name, floor);
    const why = by ? [mayLower(by, floor)] : keptBecause(found, floor);
    return why.map(
      (one) => `Deployment ${name} of ${cluster} is too small, ${floor} replicas are wanted (${one})`,
    );
  });
}
