import * as z from 'zod';
import type { CloudWatchService } from '../../../simulator/cloudwatch/cloudwatch.ts';
import { name, writtenStep } from '../step.ts';

const alarm = z.strictObject({
  name,
  region: name,
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  /** Virtual seconds from now, so that it comes while later steps are under way. */
  afterSeconds: z.number().min(0).default(0),
  /** Where there is no such alarm yet: so many of the last minutes have to breach, `of` how many. */
  breaching: z.strictObject({ minutes: z.int().min(1), of: z.int().min(1) }).optional(),
});

/** An alarm of the user's, in CloudWatch of a region, takes a state and stays in it until another step of this kind. */
export const alarmState = writtenStep(z.strictObject({ alarm }), ({ alarm: wanted }, { world }) => {
  const { kernel } = world;
  const { minutes, of = 1 } = wanted.breaching ?? {};
  const evaluation = {
    EvaluationPeriods: of,
    ...(minutes === undefined ? {} : { DatapointsToAlarm: minutes }),
  };
  const hold = () => {
    const cloudWatch = world.region(wanted.region).service('monitoring') as CloudWatchService;
    cloudWatch.holdAlarm(wanted.name, wanted.state, evaluation);
  };
  if (wanted.afterSeconds === 0) hold();
  else kernel.after(wanted.afterSeconds * 1000, hold);
});
