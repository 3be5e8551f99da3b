import type { Region } from '../../region.ts';
import type { Execution } from './execution.ts';

/**
 * Publishes `Step Functions Execution Status Change` as the guide gives it ("Automating Step Functions event
 * delivery with EventBridge"): dates in milliseconds, members without a value null, and the input or output left
 * out where the event would pass its size limit.
 */
export function publishStatus(region: Region, execution: Execution): void {
  const { facts, inputText, output } = execution;
  region.events.publishServiceEvent({
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    resources: [facts.arn],
    detail: {
      executionArn: facts.arn,
      stateMachineArn: facts.stateMachineArn,
      name: facts.name,
      status: execution.status,
      startDate: facts.startedAt,
      stopDate: execution.stoppedAt ?? null,
      ...part('input', 'inputDetails', inputText),
      ...part('output', 'outputDetails', output),
      error: execution.error ?? null,
      cause: execution.cause ?? null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: 0,
      redriveDate: null,
      redriveStatus: redriveStatus(execution).status,
      redriveStatusReason: redriveStatus(execution).reason ?? null,
    },
  });
}

/** The guide: inputs and outputs over 248 KiB are left out of the event. */
const INCLUDED_BYTES_MAX = 248 * 1024;

function part(name: string, detailsName: string, text: string | undefined): Record<string, unknown> {
  if (text === undefined) return { [name]: null, [detailsName]: null };
  const included = Buffer.byteLength(text) <= INCLUDED_BYTES_MAX;
  return { [name]: included ? text : null, [detailsName]: { included } };
}

/** Whether RedriveExecution would take it; the reasons are those of DescribeExecution. */
export function redriveStatus(execution: Execution): { readonly status: string; readonly reason?: string } {
  switch (execution.status) {
    case 'RUNNING':
      return { status: 'NOT_REDRIVABLE', reason: 'Execution is RUNNING and cannot be redriven' };
    case 'SUCCEEDED':
      return { status: 'NOT_REDRIVABLE', reason: 'Execution is SUCCEEDED and cannot be redriven' };
    default:
      return { status: 'REDRIVABLE' };
  }
}
