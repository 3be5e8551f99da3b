import * as z from 'zod';
import { operationalIssue } from '../../../simulator/health/events.ts';
import { name, writtenStep } from '../step.ts';

const awsHealth = z.strictObject({
  /** The region that is said to have an issue. */
  region: name,
  /** As AWS Health names it: `EC2`, `LAMBDA`, `MULTIPLE_SERVICES`. */
  service: z
    .string()
    .regex(/^[A-Z0-9_]+$/)
    .default('EC2'),
  status: z.enum(['open', 'closed']).default('open'),
  /** Ids of zones that it names, where the rest of the region is well: `use1-az4`. */
  zones: z.array(z.string().regex(/^[a-z0-9]+-az\d+$/)).default([]),
  /** Virtual seconds from now: AWS says it late. Leave the step out where it never says anything. */
  afterSeconds: z.number().min(0).default(0),
});

/** AWS Health says that a region has an issue, on the default buses that it is delivered to. */
export const awsHealthSays = writtenStep(z.strictObject({ awsHealth }), ({ awsHealth: issue }, { world }) => {
  const say = () => operationalIssue(world, issue);
  if (issue.afterSeconds === 0) say();
  else world.kernel.after(issue.afterSeconds * 1000, say);
});
