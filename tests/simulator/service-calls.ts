import type { Caller, ResourceContext, Service } from '../../simulator/service.ts';
import type { AnswerOf } from './answers.ts';

export const administrator: Caller = {
  kind: 'administrator',
  arn: 'arn:aws:iam::111122223333:root',
  accountId: '111122223333',
};

/** Calls a service's operation as the administrator; answers are typed by `Client`, a module of the SDK. */
export function callerOf<Client>(service: Service) {
  return async <Operation extends string>(
    operation: Operation,
    input: object = {},
  ): Promise<AnswerOf<Client, Operation>> => {
    const run = service.operations[operation];
    if (!run) throw new Error(`no operation ${operation}`);
    return run(input, { operation, caller: administrator, requestId: 'test' }) as Promise<
      AnswerOf<Client, Operation>
    >;
  };
}

/** A stack's context; `asked` collects the questions to IAM. */
export function stackContext(tags: Record<string, string> = {}): {
  context: ResourceContext;
  asked: string[];
} {
  const asked: string[] = [];
  const context: ResourceContext = {
    stackId: 'arn:aws:cloudformation:us-west-2:111122223333:stack/shop/1',
    stackName: 'shop',
    logicalId: 'Thing',
    tags,
    caller: administrator,
    authorize: ({ action, resource }) => {
      asked.push(`${action} ${resource}`);
    },
  };
  return { context, asked };
}
