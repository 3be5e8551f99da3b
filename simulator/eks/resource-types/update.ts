import type { Update } from '@aws-sdk/client-eks';
import { AwsError } from '../../aws-error.ts';
import { LOOK_MS, type Making } from './provider.ts';

/** The cluster of an update, and the part of it where it is one's. */
interface Scope {
  readonly name: string;
  readonly nodegroupName?: string;
  readonly addonName?: string;
}

/** Runs an updating operation to its end. An update that fails is a property that was not changed. */
export async function runUpdate(
  { account, act }: Making,
  scope: Scope,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  let { update } = await act<{ update: Update }>(operation, input);
  while (update.status === 'InProgress') {
    await account.region.kernel.sleep(LOOK_MS);
    ({ update } = await act<{ update: Update }>('DescribeUpdate', { ...scope, updateId: update.id }));
  }
  if (update.status === 'Successful') return;
  const [error] = update.errors ?? [];
  throw new AwsError('NotStabilized', error?.errorMessage ?? `The update ${update.id} is ${update.status}`);
}
