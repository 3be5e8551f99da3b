import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { Checker, Watched } from '../checker.ts';
import type { Followed } from '../ledger.ts';
import { clusterOfVpc, clustersOfGroups, MARKS, madeFor } from '../marks.ts';
import { Looks, lookAt } from '../own-look.ts';

/** The maker of something: an operation of the fleet, or somebody else. */
type Maker = { readonly operationId: string } | 'somebody else';

/** Parts that calls of EKS make and take away: the part of the name, and the member that holds it, of input or answer. */
const PARTS: Readonly<Record<string, string>> = {
  Cluster: 'name',
  Nodegroup: 'nodegroupName',
  Addon: 'addonName',
  FargateProfile: 'fargateProfileName',
  AccessEntry: 'principalArn',
  Capability: 'capabilityName',
};
const TAKES_AWAY = /^(Delete|Terminate|Revoke|Disassociate)/;
/** The policies of an entry are a member of it, as its document says them. */
const NO_PART = ['DisassociateAccessPolicy'];
/** Entries of roles of the fleet's own come and go with the level at which it manages a cluster. */
const OWN_ROLE = /:role\/eks-fleet\/eks-fleet-/;
/** Tasks that prepare failover plans, for no operation: they delete the stacks that they have made. */
const PREPARATION = /-failoverReadiness[A-Z]\w*$/;
const FORWARDER_STACK = /^eks-fleet-[a-z][a-z0-9]*-forwarder-vpc-/;

/** The operation that a task was given. */
export const operationGiven = ({ invokedWith }: Pick<CallFacts, 'invokedWith'>): string | undefined =>
  (invokedWith as { readonly operation?: { readonly id?: string } } | undefined)?.operation?.id;

/** True for a PutEvents that asks for a cluster's deletion. */
export const wantsDeletion = ({ input }: CallFacts): boolean =>
  ((input.Entries ?? []) as readonly { readonly DetailType?: string }[]).some(
    ({ DetailType }) => DetailType === 'ClusterDeletionRequested',
  );

function ofSchedule({ operation, input: { GroupName, Name } }: CallFacts): string | undefined {
  const group = String(operation === 'DeleteScheduleGroup' ? Name : GroupName);
  return group.startsWith('eks-fleet-') ? undefined : `in ${group}, which is not the fleet's`;
}

/**
 * Nothing is deleted that the fleet did not make, or that is no part of the cluster whose deletion was asked for. No
 * creation takes away a part that works, and no rollback a cluster that its own creation did not make. The makers are
 * followed from the calls that made things. The owner of other things is told by the tags that they have in their own
 * service.
 */
export class OwnershipChecker implements Checker {
  readonly checked = ['nothing is deleted that is not its own'];
  readonly #watched: Watched;
  readonly #looks = new Looks();
  readonly #violations = new Set<string>();
  readonly #makers = new Map<string, Maker>();
  /** Clusters that the fleet made, also once their deletion has begun: it may have to be asked for again. */
  readonly #made = new Set<string>();
  /** Stacks of what failover plans need. */
  readonly #prepared = new Set<string>();
  /** Clusters that somebody has given to the fleet with all that is in them. */
  readonly #given = new Set<string>();

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  findings(): readonly string[] {
    return [...this.#violations, ...this.#looks.violations];
  }

  heard({ detailType, detail, region }: TakenEvent): void {
    const { cluster, level } = detail as {
      readonly cluster?: { readonly name: string };
      readonly level?: string;
    };
    if (detailType !== 'ClusterAdopted' || !cluster) return;
    if (level === 'all') this.#given.add(`${region}/${cluster.name}`);
    else this.#given.delete(`${region}/${cluster.name}`);
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment === 'done') {
      this.#follow(call);
      return;
    }
    if (call.functionName === undefined) return;
    const operation = this.#watched.ledger.operation(operationGiven(call));
    const wrong = this.#wrong(call, operation);
    if (wrong !== undefined) this.#violations.add(`${call.functionName} called ${call.operation} ${wrong}`);
  }

  #wrong(call: CallFacts, operation: Followed | undefined): string | undefined {
    if (call.service === 'events') return wantsDeletion(call) ? this.#ofRollback(operation) : undefined;
    if (!TAKES_AWAY.test(call.operation) || NO_PART.includes(call.operation)) return undefined;
    if (call.service === 'scheduler') return ofSchedule(call);
    if (call.service === 'eks') return operation ? this.#ofEks(call, operation) : 'for no operation';
    if (!MARKS[`${call.service}:${call.operation}`]) return undefined;
    if (call.service === 'cloudformation' && PREPARATION.test(call.functionName ?? ''))
      return this.#prepared.has(`${call.region} ${call.input.StackName}`)
        ? undefined
        : `on ${call.input.StackName}, which no preparation has made`;
    return operation ? this.#ofMarked(call, operation) : 'for no operation';
  }

  #follow(call: CallFacts): void {
    const { service, operation, input, region } = call;
    if (!operation.startsWith('Create')) return;
    const id = call.functionName === undefined ? undefined : operationGiven(call);
    if (service === 'cloudformation' && PREPARATION.test(call.functionName ?? ''))
      this.#prepared.add(`${region} ${input.StackName}`);
    const maker: Maker = id === undefined ? 'somebody else' : { operationId: id };
    if (service === 'cloudformation') this.#keep(`${region} stack ${input.StackName}`, maker);
    const part = operation.slice('Create'.length);
    const member = PARTS[part];
    if (service !== 'eks' || member === undefined) return;
    if (part === 'Cluster') {
      // Another of its name may have been somebody else's.
      if (id === undefined) this.#made.delete(`${region}/${input.name}`);
      else this.#made.add(`${region}/${input.name}`);
    }
    this.#keep(`${region} ${part} ${input.clusterName ?? ''} ${input[member]}`, maker);
  }

  /** A thing that is asked for again is there, and its first maker's. */
  #keep(key: string, maker: Maker): void {
    const known = this.#makers.get(key);
    if (known === undefined || known === 'somebody else') this.#makers.set(key, maker);
  }

  #ofEks(call: CallFacts, operation: Followed): string | undefined {
    const { region, input } = call;
    const part = call.operation.replace(TAKES_AWAY, '');
    const name = String(input[PARTS[part] ?? '']);
    const cluster = part === 'Cluster' ? name : String(input.clusterName);
    if (cluster !== operation.name || region !== operation.region)
      return `on ${cluster} for an operation on ${operation.region}/${operation.name}`;
    if (OWN_ROLE.test(String(input.principalArn))) return undefined;
    const key = `${region} ${part} ${input.clusterName ?? ''} ${name}`;
    const maker = this.#makers.get(key);
    this.#makers.delete(key);
    if (operation.kind === 'delete') return this.#ofDeletion(call, operation);
    if (maker === undefined || maker === 'somebody else')
      return `on ${part} ${name}, which the fleet did not make, for a ${operation.kind}`;
    this.#looks.begin(() => this.#cleared(call, part, operation.kind));
    return undefined;
  }

  /** A creation clears away parts that have failed, and none that works. */
  async #cleared(call: CallFacts, part: string, kind: string): Promise<readonly string[]> {
    const { region, input, functionName } = call;
    const { clusterName } = input;
    const name = input[PARTS[part] ?? ''];
    const found = await lookAt<Readonly<Record<string, { readonly status?: string }>>>(
      this.#watched.world(),
      region,
      ['eks', `Describe${part}`],
      { clusterName, [PARTS[part] ?? '']: name },
    );
    const status = Object.values(found ?? {})[0]?.status;
    if (status === undefined || /FAILED|DELETING/.test(status)) return [];
    return [`${functionName} called ${call.operation} on ${part} ${name}, which is ${status}, for a ${kind}`];
  }

  #ofDeletion(call: CallFacts, { asked, region, name }: Followed): string | undefined {
    if (asked?.detailType !== 'ClusterDeletionRequested' || asked.detail.cluster !== name)
      return `on ${name}, whose deletion nobody has asked for`;
    const key = `${region}/${name}`;
    const isOurs = this.#made.has(key) || this.#given.has(key);
    return call.operation === 'DeleteCluster' && !isOurs
      ? `on ${name}, which the fleet did not make and was not given`
      : undefined;
  }

  #ofMarked(call: CallFacts, operation: Followed): string | undefined {
    const { region, input, service } = call;
    if (service === 'cloudformation') {
      const maker = this.#makers.get(`${region} stack ${input.StackName}`);
      if (maker === undefined || maker === 'somebody else')
        return `on ${input.StackName}, which the fleet did not make`;
      if (FORWARDER_STACK.test(String(input.StackName))) return undefined;
    } else if (operation.kind !== 'delete') return `for a ${operation.kind}`;
    this.#looks.begin(() => this.#marked(call, operation));
    return undefined;
  }

  async #marked(call: CallFacts, { name, region }: Followed): Promise<readonly string[]> {
    const { service, operation, input, functionName } = call;
    const world = this.#watched.world();
    const given = JSON.stringify(input);
    const marks = await MARKS[`${service}:${operation}`]?.(world, region, input);
    // It is gone by now.
    if (!marks) return [];
    const own = madeFor(marks);
    const clusters = own.length > 0 ? own : await clustersOfGroups(world, region, marks.groupIds ?? []);
    if (clusters.includes(name)) return [];
    const ofVpc = marks.vpcId === undefined ? undefined : await clusterOfVpc(world, region, marks.vpcId);
    if (clusters.length === 0 && ofVpc === name) return [];
    const whose =
      clusters.length === 0 ? 'says of no cluster that it is its own' : `is of ${clusters.join(' and ')}`;
    return [`${functionName} called ${operation} for ${region}/${name} with ${given}, which ${whose}`];
  }

  /** A failed creation asks for a deletion: only of a cluster that it has made itself. */
  #ofRollback(operation: Followed | undefined): string | undefined {
    if (!operation) return 'for a deletion, for no operation';
    const { region, name, id, asked } = operation;
    if (asked?.detail.rollbackOnFailure !== true)
      return `for the deletion of ${name}, and nobody has asked for a rollback`;
    const maker = this.#makers.get(`${region} Cluster  ${name}`);
    const isOwn = maker === undefined || (maker !== 'somebody else' && maker.operationId === id);
    return isOwn ? undefined : `for the deletion of ${name}, which was there before operation ${id}`;
  }
}
