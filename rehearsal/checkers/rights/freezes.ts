import type { EksService } from '../../../simulator/eks/eks.ts';
import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { KubeNode, Pod } from '../../../simulator/kubernetes/api/objects.ts';
import { NODES, PODS } from '../../../simulator/kubernetes/api/resources.ts';
import { mayChangeCluster } from '../call-of-cluster.ts';
import type { Checker, Watched } from '../checker.ts';
import type { Followed } from '../ledger.ts';
import { isWayBack, LOOK_OF_EKS, upgradeOf } from '../upgrades/step-of-upgrade.ts';
import { operationGiven } from './ownership.ts';

interface Freeze {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly stops: readonly string[];
}
interface Document {
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly regions?: readonly string[];
    readonly sleep?: readonly unknown[];
    readonly scale?: readonly unknown[];
    readonly upgrades?: unknown;
    readonly failover?: readonly unknown[];
    readonly freezes?: readonly Freeze[];
  };
}

/**
 * A change may follow the look that allowed it by so much: a task's tries lie within half an hour, and a write to the
 * global table comes to its other regions ten minutes late.
 */
const LATE_MS = 45 * 60_000;

/** The date that the clocks of a zone show, YYYY-MM-DD. */
const dateIn = (zone: string, atMs: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(atMs);

const hasEntries = ({ spec = {} }: Document): boolean =>
  spec.upgrades !== undefined ||
  [spec.sleep, spec.scale, spec.failover].some((entries) => (entries ?? []).length > 0);

const SIZES = ['DesiredCapacity', 'MaxSize'];
/** The pod of an eviction's path. */
const POD = /\/namespaces\/([^/]+)\/pods\/([^/]+)\/eviction$/;

/** The kinds of operations that freezes stop as they are asked for, and what a freeze calls each. */
const STOPPED: Readonly<Record<string, string>> = { create: 'apply', scale: 'scale', delete: 'delete' };

/** The end of a scaling for some time comes by itself, and is none that anybody asks for. */
const isReturn = ({ asked }: Followed): boolean => asked?.detail.action === 'return';

/**
 * An upgrade starts nothing in a freeze, but for the way back; no other operation that a freeze stops is begun in it. A node
 * that an upgrade has cordoned by then is ended: its pods go, its instance, and its group's sizes with them. The checker reads
 * the Fleet documents that the home region has said to be applied, and the clocks of a freeze's zone. One that was asked for
 * anew counts once it is applied. One whose entries are about some clusters may leave others to other documents, and is left
 * out.
 */
export class FreezesChecker implements Checker {
  readonly #watched: Watched;
  readonly #documents = new Map<string, { readonly document: Document; readonly sinceMs: number }>();
  readonly #violations = new Set<string>();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['nothing is begun in a freeze'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  heard({ detailType, detail, isForwarded }: TakenEvent): void {
    if (isForwarded) return;
    if (detailType === 'FleetRequested') this.#forget((detail.fleet as Document | undefined)?.metadata?.name);
    if (detailType === 'FleetDeletionRequested') this.#forget(detail.name);
    if (detailType !== 'FleetApplied') return;
    const operation = this.#watched.ledger.operation(detail.operationId as string | undefined);
    const document = operation?.asked?.detail.fleet as Document | undefined;
    if (operation && typeof document === 'object' && detail.deleted === false)
      this.#documents.set(operation.name, { document, sinceMs: this.#watched.now() });
  }

  /** Whether a call ends what was begun of a node, by the nodes and pods that the cluster itself has. */
  #endsNode({ operation: called, input }: CallFacts, { region, name }: Followed): boolean {
    const isResize =
      called === 'UpdateAutoScalingGroup' &&
      Object.keys(input).every((member) => member === 'AutoScalingGroupName' || SIZES.includes(member));
    // A surge raises both: the bound alone is brought back to what it was.
    if (isResize && input.DesiredCapacity === undefined) return true;
    const [, namespace, podName] = POD.exec(String(input.path)) ?? [];
    const isEnd = called === 'TerminateInstanceInAutoScalingGroup';
    if (!isResize && !isEnd && podName === undefined) return false;
    const { inCluster } = this.#watched.world().region(region).service('eks') as EksService;
    if (!inCluster.hasCluster(name)) return false;
    const { store } = inCluster.kubernetes(name);
    const cordoned = (store.list(NODES) as readonly KubeNode[]).filter(
      ({ spec }) => spec.unschedulable === true,
    );
    if (isResize) return cordoned.length > 0;
    if (isEnd) return cordoned.some(({ spec }) => spec.providerID?.endsWith(`/${input.InstanceId}`));
    const pod = (store.list(PODS) as readonly Pod[]).find(
      ({ metadata }) => metadata.namespace === namespace && metadata.name === podName,
    );
    return cordoned.some(({ metadata }) => metadata.name === pod?.spec.nodeName);
  }

  #forget(name: unknown): void {
    this.#documents.delete(String(name));
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'begun' || !mayChangeCluster(call) || call.operation === LOOK_OF_EKS) return;
    const { ledger, now } = this.#watched;
    const { operation, step } = upgradeOf(call, ledger) ?? {};
    if (operation) {
      if (!isWayBack(step) && !this.#endsNode(call, operation))
        this.#judge(call, operation, 'upgrade', now());
      return;
    }
    const other = ledger.operation(operationGiven(call));
    const stop = STOPPED[other?.kind ?? ''];
    if (other && stop !== undefined && !isReturn(other)) this.#judge(call, other, stop, other.claimedAtMs);
  }

  /** Judges a call by what held at a time, and for so long before that no look can have been older. */
  #judge(call: CallFacts, operation: Followed, stop: string, atMs: number): void {
    for (const [fleet, { document, sinceMs }] of this.#documents) {
      const { regions = [], freezes = [] } = document.spec ?? {};
      if (atMs - sinceMs <= LATE_MS || hasEntries(document) || !regions.includes(operation.region)) continue;
      this.#held++;
      const holding = freezes.find(({ from, to, zone, stops }) => {
        const isWithin = (ms: number) => from <= dateIn(zone, ms) && dateIn(zone, ms) <= to;
        return stops.includes(stop) && isWithin(atMs) && isWithin(atMs - LATE_MS);
      });
      if (holding)
        this.#violations.add(
          `${call.functionName} called ${call.service}:${call.operation} for the ${operation.kind} of ${operation.region}/${operation.name}, in the freeze of ${fleet} from ${holding.from} to ${holding.to}`,
        );
    }
  }
}
