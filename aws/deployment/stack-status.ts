import { type CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { readLastAttempt } from '../cloudformation/stack-events.ts';
import { findStack } from './find-stack.ts';
import type { DeployOptions } from './options.ts';
import { untilGone } from './until-gone.ts';

type Options = Pick<DeployOptions, 'sleep' | 'onProgress'>;

const POLL_MS = 5000;

/** Statuses that an update may start from (CloudFormation guide, "Stack status codes"), of stacks that deployments make. */
const UPDATABLE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];

/** Waits for the end of a stack's change, and answers its status then; undefined where there is no stack. */
export async function statusAtRest(
  client: CloudFormationClient,
  stackName: string,
  sleep: DeployOptions['sleep'],
): Promise<string | undefined> {
  for (;;) {
    const status = (await findStack(client, stackName))?.StackStatus;
    // A stack in review has a change set that somebody made, and never comes to an end by itself.
    if (status === 'REVIEW_IN_PROGRESS' || !status?.endsWith('_IN_PROGRESS')) return status;
    await sleep(POLL_MS);
  }
}

/**
 * Brings a stack to where it can be updated. It waits for the end of a change that is under way, of a deployment that
 * broke off or of another one. It clears away a stack that was never made, since one that is ROLLBACK_COMPLETE can
 * only be deleted. Answers whether there is a stack then. Throws where only a person can bring it on.
 */
export async function bringToRest(
  client: CloudFormationClient,
  { stackName, region }: { readonly stackName: string; readonly region: string },
  { sleep, onProgress: say = () => undefined }: Options,
): Promise<boolean> {
  const status = await statusAtRest(client, stackName, sleep);
  if (status === undefined || status === 'DELETE_COMPLETE') return false;
  if (UPDATABLE.includes(status)) return true;
  if (status === 'ROLLBACK_COMPLETE') {
    say(`${region}: deleting ${stackName}, which an earlier deployment could not create`);
    await client.send(new DeleteStackCommand({ StackName: stackName }));
    if ((await untilGone(client, stackName, sleep)) === 'gone') return false;
  }
  throw new Error(
    `stack ${stackName} in ${region} is ${status}, from where no deployment brings it on; ${wayOut(status)} --stack-name ${stackName} --region ${region}`,
  );
}

const wayOut = (status: string): string =>
  status === 'UPDATE_ROLLBACK_FAILED'
    ? 'mend what its events name, then: aws cloudformation continue-update-rollback'
    : 'delete it first: aws cloudformation delete-stack';

/**
 * Waits for the end of a change. Throws with the failure that began it where the stack did not come to the wanted
 * status.
 */
export async function untilSettled(
  client: CloudFormationClient,
  stackName: string,
  sleep: DeployOptions['sleep'],
): Promise<void> {
  const status = (await statusAtRest(client, stackName, sleep)) ?? 'gone';
  if (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE') return;
  throw new Error(`stack ${stackName} is ${status}: ${await firstFailure(client, stackName)}`);
}

async function firstFailure(client: CloudFormationClient, stackName: string): Promise<string> {
  const { firstFailure: failure } = await readLastAttempt(client, stackName);
  if (!failure) return 'CloudFormation gives no reason';
  return `${failure.ResourceType} ${failure.LogicalResourceId}: ${failure.ResourceStatusReason}`;
}
