import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { TaskTokens } from '../../domain/ports/waiting.ts';
import { named } from '../errors.ts';

/** Step Functions API reference, SendTaskSuccess: the task is over, of another execution, or the token is none. */
const OVER: readonly string[] = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

/** `TaskTokens` over Step Functions. */
export class StepFunctionsTaskTokens implements TaskTokens {
  readonly #client: SFNClient;

  constructor(client: SFNClient) {
    this.#client = client;
  }

  async succeed(taskToken: string): Promise<boolean> {
    try {
      await this.#client.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
      return true;
    } catch (error) {
      if (error instanceof Error && OVER.includes(error.name)) return false;
      return named(Promise.reject(error));
    }
  }
}
