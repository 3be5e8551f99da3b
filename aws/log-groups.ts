import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ObservedLogGroup } from '../domain/contents/log-retention/decide.ts';
import type { Change } from '../domain/decide/decision.ts';
import { TaskError } from '../domain/errors.ts';
import type { LogGroupPort } from '../domain/ports/contents.ts';
import { named } from './errors.ts';

/** `LogGroupPort` over CloudWatch Logs. */
export class CloudWatchLogGroups implements LogGroupPort {
  readonly #client: CloudWatchLogsClient;

  constructor(client: CloudWatchLogsClient) {
    this.#client = client;
  }

  async logGroup(logGroupName: string): Promise<ObservedLogGroup | undefined> {
    const { logGroups = [] } = await named(
      this.#client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName })),
    );
    const found = logGroups.find((group) => group.logGroupName === logGroupName);
    if (!found) return undefined;
    return {
      logGroupName,
      ...(found.retentionInDays === undefined ? {} : { retentionInDays: found.retentionInDays }),
    };
  }

  async change({ operation, request }: Change): Promise<void> {
    if (operation === 'CreateLogGroup') await this.#create(new CreateLogGroupCommand(request as never));
    else if (operation === 'PutRetentionPolicy')
      await named(this.#client.send(new PutRetentionPolicyCommand(request as never)));
    else throw new TaskError('Unexpected', `CloudWatch Logs is not changed by ${operation}`);
  }

  async #create(command: CreateLogGroupCommand): Promise<void> {
    try {
      await this.#client.send(command);
    } catch (error) {
      // EKS makes the same group when the control plane first logs: the second of the two finds it made.
      if (error instanceof Error && error.name === 'ResourceAlreadyExistsException') return;
      await named(Promise.reject(error));
    }
  }
}
