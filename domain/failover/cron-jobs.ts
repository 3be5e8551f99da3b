import type { FailoverPlan } from '../policy/failover.ts';
import type { ObservedCronJob } from '../ports/kubernetes.ts';
import { isMoved } from './preparation/primary-sizes.ts';

/** Sentences about CronJobs begin so: while a side does not answer, those of the last look stand. */
export const CRON_JOB = 'CronJob ';

/** CronJobs of both sides; undefined where a side does not tell of them. */
export interface SeenCronJobs {
  readonly primary: readonly ObservedCronJob[] | undefined;
  readonly standby: readonly ObservedCronJob[] | undefined;
}

const keyOf = ({ namespace, name }: ObservedCronJob): string => `${namespace}/${name}`;

/** CronJobs that move with a plan and would be missed after it, or that run on both sides now, each in one sentence. */
export function cronJobWarnings(
  plan: Pick<FailoverPlan, 'from' | 'to' | 'move'>,
  { primary, standby }: SeenCronJobs,
  before: readonly string[],
): readonly string[] {
  if (!primary || !standby) return before.filter((one) => one.startsWith(CRON_JOB));
  const { from, to } = plan;
  return primary
    .filter((job) => isMoved(job, plan))
    .flatMap((job) => {
      const key = keyOf(job);
      const other = standby.find((one) => keyOf(one) === key);
      if (!other) return [`${CRON_JOB}${key} of ${from.cluster} is not on ${to.cluster}`];
      return job.isSuspended || other.isSuspended
        ? []
        : [`${CRON_JOB}${key} is suspended on neither side: each of its times runs on both`];
    });
}
