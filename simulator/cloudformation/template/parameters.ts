import { validationError } from '../errors.ts';
import type { ParameterDefinition, Template } from './template.ts';

/** A parameter of a stack: the value given, and for SSM types the value that it led to. */
export interface StackParameter {
  /** The text given or defaulted; for SSM types the parameter's name. */
  readonly value: string;
  /** The value that `Ref` returns: text, or a list for list types. */
  readonly resolved: string | readonly string[];
  readonly noEcho: boolean;
  readonly isSsm: boolean;
}

/** One parameter of CreateStack, UpdateStack or CreateChangeSet. */
export interface ParameterInput {
  readonly ParameterKey?: string;
  readonly ParameterValue?: string;
  readonly UsePreviousValue?: boolean;
}

const SSM_TYPE = /^AWS::SSM::Parameter::Value<(.+)>$/;
const isList = (type: string): boolean => type === 'CommaDelimitedList' || /^List<.+>$/.test(type);
const isTrue = (value: unknown): boolean => value === true || value === 'true';
const itemsOf = (text: string): string[] => (text === '' ? [] : text.split(',').map((item) => item.trim()));

/**
 * The values of a template's parameters. `previous` are the stack's before an update; `readSsm` reads the
 * value of a Systems Manager parameter. Throws `ValidationError` in CloudFormation's words.
 */
export async function resolveParameters(
  template: Template,
  given: readonly ParameterInput[],
  previous: ReadonlyMap<string, StackParameter> | undefined,
  readSsm: (name: string) => Promise<string>,
): Promise<Map<string, StackParameter>> {
  const inputs = new Map(given.map((input) => [input.ParameterKey ?? '', input]));
  const unknown = [...inputs.keys()].filter((key) => !(key in template.Parameters));
  if (unknown.length > 0) {
    throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  const texts = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, definition] of Object.entries(template.Parameters)) {
    const input = inputs.get(name);
    const kept = input?.UsePreviousValue ? previous?.get(name)?.value : undefined;
    if (input?.UsePreviousValue && input.ParameterValue) {
      throw validationError(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true and non empty value for a parameter`,
      );
    }
    if (input?.UsePreviousValue && kept === undefined) {
      throw validationError(
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    }
    const text = input?.ParameterValue ?? kept ?? defaultOf(definition);
    if (text === undefined) missing.push(name);
    else texts.set(name, text);
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  const parameters = new Map<string, StackParameter>();
  for (const [name, value] of texts) {
    const definition = template.Parameters[name] as ParameterDefinition;
    checkConstraints(name, value, definition);
    const [, ssmType] = SSM_TYPE.exec(definition.Type) ?? [];
    const text = ssmType === undefined ? value : await readSsm(value);
    parameters.set(name, {
      value,
      resolved: isList(ssmType ?? definition.Type) ? itemsOf(text) : text,
      noEcho: isTrue(definition.NoEcho),
      isSsm: ssmType !== undefined,
    });
  }
  return parameters;
}

function defaultOf({ Default }: ParameterDefinition): string | undefined {
  if (Default === undefined) return undefined;
  return String(Default);
}

function checkConstraints(name: string, value: string, definition: ParameterDefinition): void {
  checkType(name, value, definition.Type);
  const values = isList(definition.Type) ? itemsOf(value) : [value];
  for (const one of values) {
    const failure = constraintFailure(name, one, definition);
    if (failure === undefined) continue;
    const described = definition.ConstraintDescription;
    throw validationError(
      described ? `Parameter ${name} failed to satisfy constraint: ${described}` : failure,
    );
  }
}

function checkType(name: string, value: string, type: string): void {
  const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));
  if (type === 'Number' && !isNumber(value)) throw validationError(`Parameter '${name}' must be a number.`);
  if (type === 'List<Number>' && !itemsOf(value).every(isNumber)) {
    throw validationError(`Parameter '${name}' must be a list of numbers.`);
  }
}

function constraintFailure(name: string, value: string, definition: ParameterDefinition): string | undefined {
  const { AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = definition;
  if (AllowedValues && !AllowedValues.map(String).includes(value)) {
    return `Parameter '${name}' must be one of AllowedValues`;
  }
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(value)) {
    return `Parameter '${name}' must match pattern ${AllowedPattern}`;
  }
  if (MinLength !== undefined && value.length < Number(MinLength)) {
    return `Parameter '${name}' must contain at least ${String(MinLength)} characters`;
  }
  if (MaxLength !== undefined && value.length > Number(MaxLength)) {
    return `Parameter '${name}' must contain at most ${String(MaxLength)} characters`;
  }
  if (MinValue !== undefined && Number(value) < Number(MinValue)) {
    return `Parameter '${name}' must be a number not less than ${String(MinValue)}`;
  }
  if (MaxValue !== undefined && Number(value) > Number(MaxValue)) {
    return `Parameter '${name}' must be a number not greater than ${String(MaxValue)}`;
  }
  return undefined;
}
