import type {
  ValidateStateMachineDefinitionInput,
  ValidateStateMachineDefinitionOutput,
} from '@aws-sdk/client-sfn';
import { findingsOf } from '../definition/parse.ts';

/** ValidateStateMachineDefinition: every finding that CreateStateMachine would refuse the definition with. */
export function validateDefinition(
  input: ValidateStateMachineDefinitionInput,
): ValidateStateMachineDefinitionOutput {
  const findings = findingsOf(input.definition ?? '');
  const diagnostics = findings.map((finding) => ({ severity: 'ERROR' as const, ...finding }));
  return { result: findings.length === 0 ? 'OK' : 'FAIL', diagnostics, truncated: false };
}
