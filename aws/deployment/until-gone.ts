import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { findStack } from './deploy.ts';
import type { RemoveOptions } from './remove.ts';

export const POLL_MS = 2000;

/** Waits for the end of a stack that is being deleted. */
export async function untilGone(
  client: CloudFormationClient,
  stackName: string,
  sleep: RemoveOptions['sleep'],
): Promise<'gone' | 'failed'> {
  for (;;) {
    const status = (await findStack(client, stackName))?.StackStatus;
    if (status === undefined || status === 'DELETE_COMPLETE') return 'gone';
    if (status === 'DELETE_FAILED') return 'failed';
    await sleep(POLL_MS);
  }
}
