import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ObservedLogGroup } from '../domain/decide/small-resources.ts';
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

  async create(logGroupName: string): Promise<void> {
    try {
      await this.#client.send(new CreateLogGroupCommand({ logGroupName }));
    } catch (error) {
      // EKS makes the same group when the control plane first logs: whoever is second finds it made.
      if (error instanceof Error && error.name === 'ResourceAlreadyExistsException') return;
      await named(Promise.reject(error));
    }
  }

  async putRetention(request: { logGroupName: string; retentionInDays: number }): Promise<void> {
    await named(this.#client.send(new PutRetentionPolicyCommand(request)));
  }
}
