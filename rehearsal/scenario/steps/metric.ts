import * as z from 'zod';
import { name, writtenStep } from '../step.ts';

const metric = z.strictObject({
  region: name,
  /** The metric of an alarm that an `alarm` step has made is called as the alarm is, in `Application`. */
  name,
  namespace: name.default('Application'),
  value: z.number(),
  unit: z.enum(['Seconds', 'Milliseconds', 'Microseconds', 'Count', 'None']).default('None'),
  /** Virtual seconds from now until its first value; it has one each minute. */
  afterSeconds: z.number().min(0).default(0),
  forSeconds: z.number().min(1).default(1),
});

/** A metric of the user's, in CloudWatch of a region, has a value for some time. */
export const metricIs = writtenStep(
  z.strictObject({ metric }),
  ({ metric: { region, namespace, name: MetricName, value, unit, afterSeconds, forSeconds } }, { world }) => {
    const { accountId } = world.region(region);
    const { operations } = world.region(region).service('monitoring');
    const caller = { kind: 'service', principal: 'monitoring.amazonaws.com', accountId } as const;
    const input = { Namespace: namespace, MetricData: [{ MetricName, Value: value, Unit: unit }] };
    const put = async () =>
      operations.PutMetricData?.(input, { operation: 'PutMetricData', caller, requestId: 'metric' });
    for (let seconds = 0; seconds < forSeconds; seconds += 60)
      world.kernel.after((afterSeconds + seconds) * 1000, () => {
        put().catch((error: unknown) => world.kernel.fail(error));
      });
  },
);
