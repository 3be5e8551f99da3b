import {
  CreatePullThroughCacheRuleCommand,
  DescribePullThroughCacheRulesCommand,
  type ECRClient,
  UpdatePullThroughCacheRuleCommand,
} from '@aws-sdk/client-ecr';
import type { ObservedPullThroughCacheRule } from '../domain/contents/pull-through-cache-rule/decide.ts';
import type { Change } from '../domain/decide/decision.ts';
import { TaskError } from '../domain/errors.ts';
import type { PullThroughCachePort } from '../domain/ports/contents.ts';
import { named } from './errors.ts';

/** `PullThroughCachePort` over ECR. */
export class EcrPullThroughCache implements PullThroughCachePort {
  readonly #client: ECRClient;

  constructor(client: ECRClient) {
    this.#client = client;
  }

  async rule(ecrRepositoryPrefix: string): Promise<ObservedPullThroughCacheRule | undefined> {
    try {
      const { pullThroughCacheRules = [] } = await this.#client.send(
        new DescribePullThroughCacheRulesCommand({ ecrRepositoryPrefixes: [ecrRepositoryPrefix] }),
      );
      return pullThroughCacheRules[0] as ObservedPullThroughCacheRule | undefined;
    } catch (error) {
      if (error instanceof Error && error.name === 'PullThroughCacheRuleNotFoundException') return undefined;
      return named(Promise.reject(error));
    }
  }

  async change({ operation, request }: Change): Promise<void> {
    if (operation === 'CreatePullThroughCacheRule') {
      await named(this.#client.send(new CreatePullThroughCacheRuleCommand(request as never)));
    } else if (operation === 'UpdatePullThroughCacheRule') {
      await named(this.#client.send(new UpdatePullThroughCacheRuleCommand(request as never)));
    } else throw new TaskError('Unexpected', `ECR is not changed by ${operation}`);
  }
}
