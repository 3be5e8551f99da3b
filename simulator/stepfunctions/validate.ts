import type {
  ValidateStateMachineDefinitionInput,
  ValidateStateMachineDefinitionOutput,
} from '@aws-sdk/client-sfn';
import { AwsError } from '../aws-error.ts';
import { parseDefinition } from './definition.ts';

/** ValidateStateMachineDefinition: the finding that CreateStateMachine would refuse with, the first alone. */
export function validateDefinition(
  input: ValidateStateMachineDefinitionInput,
): ValidateStateMachineDefinitionOutput {
  try {
    parseDefinition(input.definition ?? '');
    return { result: 'OK', diagnostics: [], truncated: false };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const match = /^Invalid State Machine Definition: '(\w+): (.*?)(?: at (\S+))?'$/s.exec(error.message);
    const [, code = 'SCHEMA_VALIDATION_FAILED', message = error.message, location] = match ?? [];
    const diagnostic = {
      severity: 'ERROR' as const,
      code,
      message,
      ...(location === undefined ? {} : { location }),
    };
    return { result: 'FAIL', diagnostics: [diagnostic], truncated: false };
  }
}
