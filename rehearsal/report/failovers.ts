import { type MovePhase, phasesOf } from '../../domain/failover/phases.ts';
import type { OperationRecord } from '../../domain/operation/record.ts';
import { dnsName, recordsOf } from '../../domain/policy/rules/failover/each-plan.ts';
import type { PopulationReport } from '../../simulator/clients/population.ts';

/** A move of a plan, by its record and by what clients of its names met. */
export interface FailoverReport {
  readonly plan: string;
  readonly operation: string;
  readonly to: 'standby' | 'primary';
  readonly planned: boolean;
  readonly epoch: number;
  readonly outcome: string;
  /** The reason by which it was decided. */
  readonly why?: string;
  /** When the question was raised, ISO 8601. */
  readonly raisedAt: string;
  /** From the first failed request of a client to the question; absent where no client met a failure before. */
  readonly detectedAfterSeconds?: number;
  /** From the first failed request until 99 of 100 succeed for a minute; absent where there are no clients, or none failed. */
  readonly rtoSeconds?: number;
  readonly requestsLostPercent?: number;
  readonly phases: readonly MovePhase[];
}

const tenth = (ms: number): number => Math.round(ms / 100) / 10;

/** The incident of a population in which a question was raised: the last one that had begun by then. */
function incidentAt(population: PopulationReport | undefined, raisedAtMs: number) {
  return population?.incidents.filter(({ firstFailedAtMs }) => firstFailedAtMs <= raisedAtMs).at(-1);
}

function reportOf(record: OperationRecord<'failover'>, clients: readonly PopulationReport[]): FailoverReport {
  const { id, request, plan, report, status } = record;
  const names = new Set((plan ? recordsOf(plan.plan) : []).map(dnsName));
  const population = clients.find(({ name }) => names.has(dnsName(name)));
  const incident =
    request.to === 'standby' ? incidentAt(population, Date.parse(request.raisedAt)) : undefined;
  return {
    plan: request.plan,
    operation: id,
    to: request.to,
    planned: request.planned,
    epoch: request.epoch + 1,
    outcome: status,
    raisedAt: request.raisedAt,
    ...(plan ? { why: plan.why } : {}),
    ...(incident
      ? { detectedAfterSeconds: tenth(Date.parse(request.raisedAt) - incident.firstFailedAtMs) }
      : {}),
    ...(incident?.rtoSeconds === undefined ? {} : { rtoSeconds: incident.rtoSeconds }),
    ...(population ? { requestsLostPercent: population.requestsLostPercent } : {}),
    phases: plan && report?.times ? phasesOf(plan, report.times) : [],
  };
}

/** Every move that was carried out or failed, in the order of their beginnings; questions that came to nothing are none. */
export const failoversOf = (
  records: readonly OperationRecord[],
  clients: readonly PopulationReport[],
): readonly FailoverReport[] =>
  records
    .flatMap((record) => (record.kind === 'failover' && record.status !== 'Skipped' ? [record] : []))
    .sort((one, other) => one.startedAt.localeCompare(other.startedAt))
    .map((record) => reportOf(record, clients));
