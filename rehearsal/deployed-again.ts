import {
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';

/** A deployment that faults end is run again, as a person would: outages last for hours. */
const DEPLOYMENTS = 30;
const REST_MS = 600_000;

export interface Person {
  readonly regions: readonly string[];
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** Runs a deployment again that AWS has ended, at last with its failure. What AWS could not roll back goes first. */
export async function deployedAgain<T>(deploy: () => Promise<T>, person: Person): Promise<T> {
  for (let attempt = 1; ; attempt++)
    try {
      return await deploy();
    } catch (error) {
      if (attempt === DEPLOYMENTS) throw error;
      await person.sleep(REST_MS);
      await rolledBack(person);
    }
}

/** As the deployment's message says: `aws cloudformation continue-update-rollback`, once what failed has passed. */
async function rolledBack({ regions, sleep }: Person): Promise<void> {
  for (const region of regions) {
    const client = new CloudFormationClient({ region });
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({})).catch(() => ({ Stacks: [] }));
    const failed = Stacks.filter(({ StackStatus }) => StackStatus === 'UPDATE_ROLLBACK_FAILED');
    if (failed.length === 0) continue;
    for (const { StackName } of failed)
      await client.send(new ContinueUpdateRollbackCommand({ StackName })).catch(() => undefined);
    await sleep(REST_MS);
  }
}
