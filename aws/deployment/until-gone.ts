import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { findStack } from './find-stack.ts';
import type { RemoveOptions } from './remove-options.ts';

export const POLL_MS = 2000;

/**
 * Waits for the end of a stack that is being deleted. One whose export is in use is not: it goes back to the status that
 * it had, and CloudFormation's events alone say why.
 */
export async function untilGone(
  client: CloudFormationClient,
  stackName: string,
  sleep: RemoveOptions['sleep'],
): Promise<'gone' | 'failed'> {
  for (let looks = 1; ; looks++) {
    const status = (await findStack(client, stackName))?.StackStatus;
    if (status === undefined || status === 'DELETE_COMPLETE') return 'gone';
    const isUnderWay = status.endsWith('_IN_PROGRESS');
    if (status === 'DELETE_FAILED' || (looks > 1 && !isUnderWay)) return 'failed';
    await sleep(POLL_MS);
  }
}
