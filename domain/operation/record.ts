import type { AdoptionRequest } from '../adopt/request.ts';
import type { CreationPlan } from '../create/plan.ts';
import type { CreationRequest } from '../create/request.ts';
import type { DrillRequest } from '../failover/drill/drill.ts';
import type { MovePlan, MoveReport } from '../failover/move.ts';
import type { FailoverRequest } from '../failover/request.ts';
import type { FleetRequest } from '../fleet/request.ts';
import type { Identity } from '../proof/identity.ts';
import type { ScalingReport } from '../scale/outcome/report.ts';
import type { ScalingPlan } from '../scale/plan.ts';
import type { ScalingRequest } from '../scale/request.ts';
import type { UpgradePlan } from '../upgrade/plan.ts';
import type { UpgradeReport } from '../upgrade/report.ts';
import type { UpgradeRequest } from '../upgrade/request.ts';
import type { FleetUpgradeRequest } from '../waves/request.ts';
import type { CarriedOut, Planned } from './kinds.ts';
import type { OperationFailure, OperationStatus, SubjectOf } from './operation.ts';

/** That the request names its subject says all. */
type NoMore = Readonly<Record<string, never>>;

/**
 * The request, plan and report of operations, by kind. A kind without its row does not compile, nor one without its
 * plan where `KINDS` says that it has one.
 */
interface Told {
  readonly 'apply-fleet': { readonly request: FleetRequest };
  readonly 'upgrade-fleet': { readonly request: FleetUpgradeRequest };
  readonly release: { readonly request: NoMore };
  readonly adopt: { readonly request: AdoptionRequest };
  readonly create: { readonly request: CreationRequest; readonly plan: CreationPlan };
  readonly scale: {
    readonly request: ScalingRequest;
    readonly plan: ScalingPlan;
    readonly report: ScalingReport;
  };
  readonly upgrade: {
    readonly request: UpgradeRequest;
    readonly plan: UpgradePlan;
    readonly report: UpgradeReport;
  };
  readonly delete: { readonly request: NoMore };
  readonly drill: {
    readonly request: DrillRequest;
    readonly plan: MovePlan;
    readonly report: MoveReport;
  };
  readonly failover: {
    readonly request: FailoverRequest;
    readonly plan: MovePlan;
    readonly report: MoveReport;
  };
}

export type RequestOf<Kind extends CarriedOut> = Told[Kind]['request'];
export type PlanOf<Kind extends Planned> = Told[Kind]['plan'];
/** Kinds that leave a report of their own beside their status. */
export type Reported = {
  readonly [Kind in CarriedOut]: Told[Kind] extends { readonly report: unknown } ? Kind : never;
}[CarriedOut];
export type ReportOf<Kind extends Reported> = Told[Kind]['report'];

/** A person's wish that an operation stops before its next step. */
export interface Cancellation {
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

interface RecordOf<Kind extends CarriedOut> {
  readonly id: string;
  readonly kind: Kind;
  readonly cluster: SubjectOf<Kind>;
  readonly epoch: number;
  readonly executionArn: string;
  readonly requestedBy: string;
  /** The identity of who asked, as STS has said it; absent where the request was unproven. */
  readonly identity?: Identity;
  /** The reason, in the words of who asked. */
  readonly reason?: string;
  /** The operation that asked for this one, as the request says itself; absent where a person or a schedule did. */
  readonly parent?: string;
  readonly startedAt: string;
  readonly status: OperationStatus;
  readonly endedAt?: string;
  /** The step that failed, was skipped or is incomplete, and why, in words that a user can act on. */
  readonly failure?: OperationFailure;
  /** It is held before the next step. */
  readonly cancellation?: Cancellation;
  /** The document and options, as they were validated. */
  readonly request: RequestOf<Kind>;
  readonly plan?: Kind extends Planned ? PlanOf<Kind> : undefined;
  readonly report?: Kind extends Reported ? ReportOf<Kind> : undefined;
}

/** An operation as the fleet table keeps it, of one kind or of any. Times are ISO 8601. */
export type OperationRecord<Kind extends CarriedOut = CarriedOut> = {
  readonly [Each in Kind]: RecordOf<Each>;
}[Kind];
