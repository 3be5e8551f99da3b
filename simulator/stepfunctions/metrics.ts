import type { Region } from '../region.ts';
import type { Execution } from './executions/execution.ts';

/**
 * The metric for each status of an execution (Step Functions guide, "Monitoring Step Functions metrics using Amazon
 * CloudWatch").
 */
const METRICS: Readonly<Record<Execution['status'], string>> = {
  RUNNING: 'ExecutionsStarted',
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

/** Counts one for the execution's state machine. */
export function countStatus(region: Region, { status, facts }: Execution): void {
  const dimensions = [{ Name: 'StateMachineArn', Value: facts.stateMachineArn }];
  region.metrics.record('AWS/States', METRICS[status], dimensions, 1);
}
