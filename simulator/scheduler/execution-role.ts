import { AwsError } from '../aws-error.ts';
import { ROLE_NOT_ASSUMABLE } from '../iam/roles/assume.ts';
import type { Region } from '../region.ts';
import type { Caller } from '../service.ts';
import { validationError } from './errors.ts';
import type { ScheduleGroup } from './state.ts';

const PRINCIPAL = 'scheduler.amazonaws.com';
const NOT_ASSUMABLE =
  'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';

/**
 * Refuses a role that the caller may not pass, or that does not trust Scheduler for the schedule's group. The group's
 * ARN, never the schedule's, is the trust policy's `aws:SourceArn` (user guide, "Confused deputy prevention").
 */
export function assertExecutionRole(
  region: Region,
  caller: Caller,
  roleArn: string,
  group: ScheduleGroup,
): void {
  try {
    region.roles.assertPassable(caller, roleArn, PRINCIPAL, group.arn);
  } catch (error) {
    throw worded(error);
  }
}

/** Scheduler as the execution role of a schedule; its sessions are named by 32 hexadecimal digits. */
export function assumeExecutionRole(region: Region, roleArn: string, group: ScheduleGroup): Caller {
  const session = region.kernel.random('scheduler/sessions').text(32, '0123456789abcdef');
  try {
    return region.roles.assume(roleArn, PRINCIPAL, session, group.arn);
  } catch (error) {
    throw worded(error);
  }
}

function worded(error: unknown): unknown {
  const isTrust = error instanceof AwsError && error.code === ROLE_NOT_ASSUMABLE;
  return isTrust ? validationError(NOT_ASSUMABLE) : error;
}
