import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { HookFunctionsPort } from '../../domain/ports/hooks.ts';
import { named } from '../errors.ts';

/** `HookFunctionsPort` over Lambda. */
export class AwsHookFunctions implements HookFunctionsPort {
  readonly #lambda: () => LambdaClient;

  constructor(lambda: () => LambdaClient) {
    this.#lambda = lambda;
  }

  async unfit(functionArn: string): Promise<string | undefined> {
    const command = new GetFunctionConfigurationCommand({ FunctionName: functionArn });
    const { State, StateReason = 'no reason is given' } = await named(this.#lambda().send(command));
    // Of the states, an invocation mends Inactive alone, after it has failed once (Lambda guide, "Lambda function states").
    return State === 'Failed' || State === 'Inactive'
      ? `${functionArn} is ${State}: ${StateReason}`
      : undefined;
  }
}
