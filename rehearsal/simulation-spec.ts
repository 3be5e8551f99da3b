import type { Templates } from '../aws/deployment/compile-templates.ts';
import type { Forecast } from '../domain/upgrade/plan.ts';
import type { PopulationReport } from '../simulator/clients/population.ts';
import type { RegionSettings } from '../simulator/region.ts';
import type { Seam } from '../simulator/seam/seam.ts';
import type { AppliedDocument } from './applied-document.ts';
import type { Turn } from './checkers/failover/led-traffic.ts';
import type { PlannedFault } from './faults/plan.ts';
import type { FaultRates } from './faults/rates.ts';
import type { TaskFault } from './faults/task-faults.ts';
import type { Reached } from './reach/reach.ts';
import type { RehearsedFleet } from './rehearsed-fleet.ts';
import type { FailoverReport } from './report/failovers.ts';
import type { Step } from './scenario/steps/all.ts';

/** Everything that a simulation depends on: with the same spec, two runs give byte-identical traces. */
export interface SimulationSpec extends RehearsedFleet {
  /** Virtual start, ISO 8601. */
  readonly startAt: string;
  readonly templates: Templates;
  /** Another stage of the account, deployed beside this one; steps with `of` happen in it. */
  readonly besides?: Pick<SimulationSpec, 'stage' | 'templates'>;
  /** The folder that handlers are loaded from: the repository's root, or one of extracted bundles. */
  readonly root: string;
  readonly documents: readonly AppliedDocument[];
  /** Fleet documents, applied after the others. */
  readonly fleets?: readonly AppliedDocument[];
  /** Virtual seconds that go by once all documents are applied. */
  readonly forSeconds?: number;
  /** The steps of a scenario, in place of applying the documents. */
  readonly steps?: readonly Step[];
  readonly settings: Partial<RegionSettings>;
  /** The way from SDK clients to the simulated AWS; `wire` if absent. */
  readonly seam?: Seam;
  readonly faults?: readonly PlannedFault[];
  /** Faults of tasks by the states that call them; the report then says which states were entered, and more. */
  readonly taskFaults?: readonly TaskFault[];
  /** Faults that the seed samples, beside the planned ones, from the first request until a step stops them. */
  readonly faultRates?: FaultRates;
  /** Leaves out the documents' prerequisites, so that AWS's own refusals show. */
  readonly withoutPrerequisites?: boolean;
  /** Fields that were set on the command line, for the report. */
  readonly overrides?: SimulationReport['overrides'];
  /** Tells nothing while it runs: nobody listens. */
  readonly silent?: boolean;
  /** Keeps the requests that change something in EKS and CloudFormation, for checks. */
  readonly keepCalls?: boolean;
  /** Keeps the asynchronous work of EKS, for checks of how long it took and what was started when. */
  readonly keepWork?: boolean;
  /** Notes the reach: states of workflows, and answers of tasks. */
  readonly countReach?: boolean;
  /** The same of `domain/`, in a process that has counted from its start. */
  readonly countBranches?: boolean;
  /** Counts the permissions that the fleet's roles have and use, and gathers refusals. */
  readonly countPermissions?: boolean;
}

/** An action that a statement of a role of the fleet's allows. */
export interface PermissionUse {
  /** The role's name, the policy's, and the statement's place in it, from 0. */
  readonly role: string;
  readonly policy: string;
  readonly statement: number;
  /** As the statement has it, so that it may have a `*`. */
  readonly action: string;
  /** The number of calls that it covered. */
  readonly used: number;
}

/** The facts that a sweep over the tasks of the workflows compares. */
export interface Examined {
  /** `<workflow>/<state>`, each once. */
  readonly entered: readonly string[];
  /** Executions, in the order of their ends. */
  readonly executions: readonly {
    readonly workflow: string;
    readonly status: string;
    readonly error?: string;
  }[];
  /** The number of resources of each kind at the end. */
  readonly resources: Readonly<Record<string, number>>;
  /** The task faults that never came to pass, in words. */
  readonly missed: readonly string[];
}

/** A request that EKS, EC2, CloudFormation, Auto Scaling, Scheduler or EventBridge carried out for the fleet. */
export interface KeptCall {
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Asynchronous work of EKS's own: an update, a rollout. Times are ISO 8601. */
export interface EksWork {
  /** As in the table of durations: `eks/control-plane-update`. */
  readonly kind: string;
  readonly region: string;
  readonly cluster: string;
  /** The ARN of what it is about, and the operation. */
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}

/** A message that a simulation sends while it runs. */
export type SimulationMessage =
  | { readonly kind: 'phase'; readonly text: string }
  | {
      readonly kind: 'state';
      readonly virtualSeconds: number;
      readonly execution: string;
      readonly region: string;
      readonly state: string;
      /** The resource that the state is about, where it is about one: `addon/coredns`. */
      readonly key?: string;
    }
  | {
      readonly kind: 'operation';
      readonly virtualSeconds: number;
      readonly execution: string;
      readonly region: string;
      readonly cluster: string;
      /** The action asked for, and the requester, if the workflow's name does not tell. */
      readonly asked?: string;
    }
  | {
      readonly kind: 'ended';
      readonly execution: string;
      readonly status: string;
      readonly virtualSeconds: number;
      readonly reason?: string;
    }
  | { readonly kind: 'report'; readonly report: SimulationReport }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };

export interface ClusterReport {
  readonly name: string;
  readonly region: string;
  readonly status: string;
  readonly version: string;
  /** Managed and self-managed, sorted. */
  readonly nodeGroups: readonly string[];
  readonly criticalPathSeconds: number;
  /** From the request to the end of the operation that made it, in virtual time. */
  readonly tookSeconds: number;
  readonly overheadPercent: number;
}

export interface OperationReport {
  readonly id: string;
  readonly kind: string;
  /** The action of a scaling (`resize`, `hibernate`, `wake`, `return`) or of an upgrade (`upgrade`, `rollBack`). */
  readonly action?: string;
  /** The operation that asked for it. */
  readonly parent?: string;
  readonly cluster: string;
  readonly outcome: string;
  readonly reason?: string;
  /** Warnings of its plan, by path. */
  readonly warnings?: readonly { readonly path: string; readonly message: string }[];
  readonly startedAt: string;
  readonly endedAt?: string;
  /** For a scaling that started nodes: the seconds that AWS itself took for the slowest group. */
  readonly nodesSeconds?: number;
  /**
   * For an upgrade that has a plan: versions, the keys of its steps, what it was told of the way back and by findings,
   * until when it can go back, and why it turned back, where it did.
   */
  readonly upgrade?: {
    readonly from: string;
    readonly to: string;
    readonly steps: readonly string[];
    readonly forecast: Forecast;
    readonly findings: readonly string[];
    readonly canGoBackUntil?: string;
    readonly turnedBack?: string;
  };
}

/** `eks-fleet simulate --output json` prints this. */
export interface SimulationReport {
  readonly seed: number;
  readonly outcome: 'succeeded' | 'failed';
  readonly virtualSeconds: number;
  readonly wallMs: number;
  readonly clusters: readonly ClusterReport[];
  readonly operations: readonly OperationReport[];
  /** Moves of failover plans, in the order of their beginnings. */
  readonly failovers: readonly FailoverReport[];
  /** The words of failover plans, and when name servers led by each. */
  readonly turns: readonly Turn[];
  /** The fate of the requests of clients, where a scenario has some. */
  readonly clients?: readonly PopulationReport[];
  readonly refused: readonly { readonly document: string; readonly path: string; readonly reason: string }[];
  /** Texts of the prerequisites that were planted. */
  readonly prerequisites: readonly string[];
  /** Fields of the documents that the command line set (`--set`). */
  readonly overrides: readonly { readonly path: string; readonly value: string }[];
  /** Calls of the run, if they are kept (`--calls`). */
  readonly calls?: readonly KeptCall[];
  /** EKS's own work, in the order of its beginnings, if it is kept. */
  readonly work?: readonly EksWork[];
  /** Permissions used, if they are counted (`countPermissions`); failures are texts, with where each was found. */
  readonly permissions?: { readonly uses: readonly PermissionUse[]; readonly failures: readonly string[] };
  /** The reach, where it was asked for. */
  readonly reached?: Reached;
  /** The facts of a sweep, where faults of tasks were planned. */
  readonly examined?: Examined;
  /** The chances of faults that were sampled, where any were. */
  readonly faultRates?: FaultRates;
  /** The faults that came to pass, by name. */
  readonly faults: readonly string[];
  readonly invariants: { readonly checked: readonly string[]; readonly violated: readonly string[] };
  /** `<service>:<operation>` → how often, and how often it was throttled. */
  readonly awsCalls: Readonly<Record<string, { readonly count: number; readonly throttled: number }>>;
  readonly stateTransitions: number;
  readonly costUsd: number;
  readonly traceHash: string;
}
