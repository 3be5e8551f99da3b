import type { Cluster } from '@aws-sdk/client-eks';
import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';
import type { TraceEntry } from '../../../simulator/kernel/trace.ts';
import type { StepFunctionsService } from '../../../simulator/stepfunctions/stepfunctions.ts';
import type { Checker, Watched } from '../checker.ts';
import { describedNow, differingMembers, inWords, type Member, unwrittenParts } from '../members.ts';
import { Looks, lookAt } from '../own-look.ts';
import { ChangesByHand } from './changes-by-hand.ts';

const LOOK = /^eks-fleet-([a-z][a-z0-9]*)-detect-drift$/;

/** A cluster of the fleet's, and its desired state. */
interface Written {
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly stage: string;
  /** As somebody has asked for it, or as it was when it came to the fleet. */
  readonly document: unknown;
  /** Paths that the description of a cluster does not say, where others have made it. */
  readonly notDescribed: readonly string[];
}
interface Difference {
  readonly path: string;
}
interface LookedAt {
  readonly outcome: string;
  readonly cluster: string;
}

/** True where one path is the other, or is within it. */
const isWithin = (path: string, outer: string): boolean =>
  path === outer || [`${outer}.`, `${outer}[`, `${outer}/`].some((begin) => path.startsWith(begin));

/**
 * After a look for drift, each member that differs from a cluster's document is told. The checker compares by a table
 * of its own (`members.ts`) with EKS's members as the look ends. A cluster that the look says it left out, that an
 * operation is at, or that somebody has changed since the look began, is left to the next look.
 */
export class DriftToldChecker implements Checker {
  readonly #watched: Watched;
  readonly #looks = new Looks();
  readonly #byHand: ChangesByHand;
  readonly #written = new Map<string, Written>();
  /** The paths last told of a cluster, by its ARN; undefined where more was than could be named. */
  readonly #told = new Map<string, readonly string[] | undefined>();
  readonly #begun = new Map<string, number>();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#byHand = new ChangesByHand(watched.now);
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['drift is told of each member that differs'];
  }

  findings(): readonly string[] {
    return this.#looks.violations;
  }

  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    this.#byHand.observe(call, moment);
  }

  heard({ detailType, detail, isForwarded }: TakenEvent): void {
    if (isForwarded) return;
    const { cluster, operationId } = detail as {
      readonly cluster?: { readonly arn: string };
      operationId?: string;
    };
    if (detailType === 'ClusterDrifted' && cluster) {
      const { differences, more } = detail as { readonly differences: readonly Difference[]; more: number };
      this.#told.set(cluster.arn, more > 0 ? undefined : differences.map(({ path }) => path));
    }
    const operation = this.#watched.ledger.operation(operationId);
    if (!operation) return;
    const { region, name, arn, stage, asked } = operation;
    const of = { region, name, arn, stage };
    if (/^Cluster(Deleted|Released)$/.test(detailType)) this.#written.delete(arn);
    if (detailType === 'ClusterCreated')
      this.#written.set(arn, { ...of, document: asked?.detail.config, notDescribed: [] });
    if (detailType !== 'ClusterAdopted') return;
    const { notDescribed = [] } = detail as { readonly notDescribed?: readonly Difference[] };
    const paths = notDescribed.map(({ path }) => path);
    this.#looks.begin(async () => {
      const document = await describedNow(this.#watched.world(), region, name);
      // One that the fleet has made keeps its own document.
      if (!this.#written.has(arn)) this.#written.set(arn, { ...of, document, notDescribed: paths });
      return [];
    });
  }

  read({ kind, transition, stateMachine, status, execution, region, at }: TraceEntry): void {
    if (kind !== 'transition' || transition !== 'execution') return;
    const stage = LOOK.exec(String(stateMachine))?.[1];
    if (stage === undefined) return;
    if (status === 'RUNNING') this.#begun.set(String(execution), at);
    const begunAt = this.#begun.get(String(execution));
    if (status !== 'SUCCEEDED' || begunAt === undefined) return;
    this.#looks.begin(() => this.#looked(stage, region, String(execution), begunAt));
  }

  async #looked(
    stage: string,
    region: string,
    execution: string,
    begunAt: number,
  ): Promise<readonly string[]> {
    const states = this.#watched.world().region(region).service('states') as StepFunctionsService;
    const { looked } = JSON.parse(states.execution(execution).output ?? '') as {
      readonly looked: readonly LookedAt[];
    };
    const namedBy = (is: (outcome: string) => boolean): readonly string[] =>
      looked.filter(({ outcome }) => is(outcome)).map(({ cluster }) => cluster);
    const leftOut = namedBy((outcome) => outcome !== 'Drifted' && outcome !== 'Resolved');
    const resolved = namedBy((outcome) => outcome === 'Resolved');
    const all = [...this.#written.values()].filter((one) => one.region === region && one.stage === stage);
    // A difference that comes back is told anew.
    for (const { name, arn } of all) if (resolved.includes(name)) this.#told.delete(arn);
    const found = await Promise.all(
      all
        .filter(({ name }) => !leftOut.includes(name))
        .filter((one) => !this.#isUnderWay(one, begunAt))
        .map((one) => this.#untold(one)),
    );
    return found.flat();
  }

  #isUnderWay({ arn, region, name }: Written, begunAt: number): boolean {
    if (this.#byHand.since(begunAt, region, name)) return true;
    return [...this.#watched.ledger.operations].some(
      (one) => one.arn === arn && (one.ends[0] === undefined || one.ends[0].atMs >= begunAt),
    );
  }

  async #untold({ region, name, arn, document, notDescribed }: Written): Promise<readonly string[]> {
    const world = this.#watched.world();
    const described = await lookAt<{ cluster: Cluster }>(world, region, ['eks', 'DescribeCluster'], { name });
    if (described?.cluster.status !== 'ACTIVE') return [];
    if (this.#told.has(arn) && this.#told.get(arn) === undefined) return [];
    this.#held++;
    const told = this.#told.get(arn) ?? [];
    const isTold = ({ path }: Member) => told.some((one) => isWithin(one, path) || isWithin(path, one));
    const differing = [
      ...((await differingMembers(world, region, name, document)) ?? []),
      ...(await unwrittenParts(world, region, name, document)),
    ];
    return differing
      .filter(({ path }) => !notDescribed.some((one) => isWithin(path, one)))
      .filter((member) => !isTold(member))
      .map((member) => `no drift of ${region}/${name} is told, and ${inWords(member)}`);
  }
}
