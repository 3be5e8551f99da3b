import type { LoggingConfiguration } from '@aws-sdk/client-sfn';
import { AwsError } from '../../aws-error.ts';
import type { Region } from '../../region.ts';

/** The guide, "Logging using CloudWatch Logs", "IAM policies": actions of log delivery, which take no resource. */
const ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

/**
 * Refuses a role that may not set up log delivery (the text as in aws/aws-cdk#26432). Step Functions sets it up as
 * the machine's role, and CreateStateMachine and UpdateStateMachine refuse a role that may not. AWS does not say
 * which of the guide's actions it asks for; here it is all of them.
 */
export function assertLogDelivery(
  region: Region,
  logging: LoggingConfiguration | undefined,
  roleArn: string,
  machineArn: string,
): void {
  if (logging?.level === undefined || logging.level === 'OFF') return;
  const role = region.roles.assume(roleArn, 'states.amazonaws.com', 'CreateStateMachine', machineArn);
  try {
    for (const action of ACTIONS) region.authorize(role, { action, resource: '*' });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(
      'AccessDeniedException',
      'The state machine IAM Role is not authorized to access the Log Destination',
      { statusCode: 400 },
    );
  }
}
