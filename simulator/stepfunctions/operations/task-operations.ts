import type { ModelledOperation } from '../../modelled-members.ts';
import type { TaskTokens } from '../tasks/tokens.ts';

/** Operations by which workers and functions report with a task token. */
export function taskOperations(tokens: TaskTokens): Record<string, ModelledOperation> {
  const done = (act: () => void) => {
    act();
    return {};
  };
  return {
    SendTaskSuccess: {
      members: ['taskToken', 'output'],
      run: (input: { taskToken: string; output: string }) =>
        done(() => tokens.succeed(input.taskToken, input.output)),
    },
    SendTaskFailure: {
      members: ['taskToken', 'error', 'cause'],
      run: (input: { taskToken: string; error?: string; cause?: string }) =>
        done(() => tokens.fail(input.taskToken, input.error, input.cause)),
    },
    SendTaskHeartbeat: {
      members: ['taskToken'],
      run: (input: { taskToken: string }) => done(() => tokens.heartbeat(input.taskToken)),
    },
  };
}
