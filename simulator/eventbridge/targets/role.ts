import { AwsError } from '../../aws-error.ts';
import { ROLE_NOT_ASSUMABLE } from '../../iam/roles/assume.ts';
import type { Region } from '../../region.ts';
import type { Caller } from '../../service.ts';
import { validationError } from '../errors.ts';

const PRINCIPAL = 'events.amazonaws.com';

/** Refuses a role that the caller may not pass, or that does not trust EventBridge. */
export function assertTargetRole(region: Region, caller: Caller, roleArn: string, ruleArn: string): void {
  try {
    region.roles.assertPassable(caller, roleArn, PRINCIPAL, ruleArn);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== ROLE_NOT_ASSUMABLE) throw error;
    throw validationError(`Provided role '${roleArn}' cannot be assumed by principal '${PRINCIPAL}'.`);
  }
}

/** EventBridge as the role of a target; the code of its failure is that of dead-letter queues. */
export function assumeTargetRole(
  region: Region,
  roleArn: string,
  sessionName: string,
  ruleArn: string,
): Caller {
  try {
    return region.roles.assume(roleArn, PRINCIPAL, sessionName, ruleArn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError('FAILED_TO_ASSUME_ROLE', `Unable to assume role ${roleArn}. ${error.message}`);
  }
}

/** EventBridge on its own behalf, for a rule: judged by the resource's policy. */
export function eventBridgeItself(region: Region, ruleArn: string): Caller {
  return { kind: 'service', principal: PRINCIPAL, accountId: region.accountId, sourceArn: ruleArn };
}
