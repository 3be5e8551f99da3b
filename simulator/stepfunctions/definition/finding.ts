import { AwsError } from '../../aws-error.ts';

/** Something that Step Functions refuses a definition for, in the words of ValidateStateMachineDefinition. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  /** `/States/<name>/<field>`; findings about the whole workflow have none. */
  readonly location?: string;
}

export type Report = (finding: Finding) => void;

export type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export const objectsIn = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** The refusal of CreateStateMachine and UpdateStateMachine: all findings in one message. */
export function invalidDefinition(findings: readonly Finding[]): AwsError {
  const text = findings
    .map(({ code, message, location }) => `${code}: ${message} at ${location ?? 'null'}`)
    .join(', ');
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${text}'`);
}
