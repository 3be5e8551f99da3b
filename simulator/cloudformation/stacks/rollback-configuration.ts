import { NotSimulated } from '../../aws-error.ts';
import { validationError } from '../errors.ts';
import { isRecord } from '../template/record.ts';

/** Checks rollback triggers as CloudFormation does; watching alarms during an operation is not modelled. */
export function checkRollbackConfiguration(configuration: unknown): void {
  if (!isRecord(configuration)) return;
  const triggers = Array.isArray(configuration.RollbackTriggers) ? configuration.RollbackTriggers : [];
  for (const { Type, Arn } of triggers) {
    if (Type !== 'AWS::CloudWatch::Alarm' && Type !== 'AWS::CloudWatch::CompositeAlarm') {
      throw validationError('Rollback Trigger Type not supported');
    }
    if (!/^arn:[^:]+:cloudwatch:[^:]+:\d+:alarm:.+$/.test(String(Arn))) {
      throw validationError("RelativeId of a Rollback Trigger's ARN is incorrect");
    }
  }
  if (triggers.length > 0 || configuration.MonitoringTimeInMinutes) {
    throw new NotSimulated('rollback triggers of CloudFormation stacks');
  }
}
