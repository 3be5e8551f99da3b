import { AwsError, NotSimulated } from '../aws-error.ts';
import type { Definition, QueryLanguage, State } from './asl.ts';
import { compile, expressionOf } from './expression.ts';
import { readResource } from './resource.ts';

const FLOW = ['Next', 'End'];
const COMMON = ['Type', 'Comment', 'QueryLanguage'];
const RECOVERY = ['Retry', 'Catch'];

/** Fields by state type (states-language.net, "State types"); JSONata adds Arguments, Output and the like. */
const FIELDS: Readonly<
  Record<State['Type'], { readonly both: readonly string[]; readonly jsonata: readonly string[] }>
> = {
  Pass: { both: [...COMMON, ...FLOW, 'Assign'], jsonata: ['Output'] },
  Task: {
    both: [...COMMON, ...FLOW, ...RECOVERY, 'Assign', 'Resource', 'TimeoutSeconds', 'HeartbeatSeconds'],
    jsonata: ['Arguments', 'Output'],
  },
  Choice: { both: [...COMMON, 'Choices', 'Default', 'Assign'], jsonata: ['Output'] },
  Wait: { both: [...COMMON, ...FLOW, 'Seconds', 'Timestamp', 'Assign'], jsonata: ['Output'] },
  Succeed: { both: COMMON, jsonata: ['Output'] },
  Fail: { both: [...COMMON, 'Error', 'Cause'], jsonata: [] },
  Parallel: {
    both: [...COMMON, ...FLOW, ...RECOVERY, 'Assign', 'Branches'],
    jsonata: ['Arguments', 'Output'],
  },
  Map: {
    both: [
      ...[...COMMON, ...FLOW, ...RECOVERY, 'Assign', 'ItemProcessor', 'ItemSelector', 'ItemBatcher', 'Label'],
      ...['MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage'],
    ],
    jsonata: ['Items', 'Output'],
  },
};

/** Fields of the language that is there but not simulated, or of features that are not. */
const NOT_SIMULATED = new Set([
  ...['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'ItemsPath', 'Iterator'],
  ...['SecondsPath', 'TimestampPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath', 'ErrorPath', 'CausePath'],
  ...['MaxConcurrencyPath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
  ...['ItemReader', 'ResultWriter', 'Credentials'],
]);

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A definition that Step Functions refuses: `InvalidDefinition`, with its finding and the place. */
export function invalidDefinition(finding: string, at: string, code = 'SCHEMA_VALIDATION_FAILED'): AwsError {
  return new AwsError(
    'InvalidDefinition',
    `Invalid State Machine Definition: '${code}: ${finding} at ${at}'`,
  );
}

/**
 * Parses and checks a definition as CreateStateMachine does: structure, targets, and the syntax of every JSONata
 * expression. Throws `InvalidDefinition`, or `NotSimulated` for JSONPath and what else is not modelled.
 */
export function parseDefinition(text: string): Definition {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new AwsError(
      'InvalidDefinition',
      "Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: Not valid JSON'",
    );
  }
  if (!isObject(parsed)) throw invalidDefinition('The definition must be a JSON object', '/');
  checkNames(parsed, ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'], '');
  if (parsed.Version !== undefined && parsed.Version !== '1.0') {
    throw invalidDefinition("The value for the field 'Version' must be '1.0'", '/Version');
  }
  checkMachine(parsed, 'JSONPath', '');
  return parsed as unknown as Definition;
}

function checkNames(value: Fields, known: readonly string[], at: string): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    if (NOT_SIMULATED.has(name))
      throw new NotSimulated(`The field ${at}/${name} of a state machine definition`);
    throw invalidDefinition(`Field '${name}' is not supported`, `${at}/${name}`);
  }
}

function checkMachine(machine: Fields, outer: QueryLanguage, at: string): void {
  const language = (machine.QueryLanguage ?? outer) as QueryLanguage;
  const states = machine.States;
  if (!isObject(states) || Object.keys(states).length === 0) {
    throw invalidDefinition("The field 'States' must be a non-empty object", `${at}/States`);
  }
  checkTarget(states, machine.StartAt, `${at}/StartAt`);
  for (const [name, state] of Object.entries(states)) {
    if (name.length > 80) throw invalidDefinition('State name exceeds 80 characters', `${at}/States/${name}`);
    if (!isObject(state)) throw invalidDefinition('A state must be a JSON object', `${at}/States/${name}`);
    checkState(state, states, language, `${at}/States/${name}`);
  }
}

function checkTarget(states: Fields, target: unknown, at: string): void {
  if (typeof target === 'string' && target in states) return;
  throw invalidDefinition(`Missing 'Next' target: ${String(target)}`, at, 'MISSING_TRANSITION_TARGET');
}

function checkState(state: Fields, states: Fields, outer: QueryLanguage, at: string): void {
  const fields = FIELDS[state.Type as State['Type']];
  if (!fields) throw invalidDefinition(`Unknown state type '${String(state.Type)}'`, `${at}/Type`);
  const language = (state.QueryLanguage ?? outer) as QueryLanguage;
  if (outer === 'JSONata' && language === 'JSONPath') {
    throw invalidDefinition(
      'QueryLanguage can not be JSONPath if it is JSONata at the top level',
      `${at}/QueryLanguage`,
    );
  }
  const known = language === 'JSONata' ? [...fields.both, ...fields.jsonata] : [...fields.both, 'Result'];
  checkNames(state, known, at);
  if (fields.both.includes('Next')) {
    if (state.End === true && state.Next === undefined) {
      // An end needs no target.
    } else if (state.End === undefined) checkTarget(states, state.Next, `${at}/Next`);
    else throw invalidDefinition("Exactly one of 'Next' and 'End' must be given", at);
  }
  checkByType(state, states, language, outer, at);
  if (language === 'JSONata') checkExpressions(state, at);
  else refusePaths(state, at);
}

function checkByType(
  state: Fields,
  states: Fields,
  language: QueryLanguage,
  outer: QueryLanguage,
  at: string,
): void {
  for (const [index, catcher] of list(state.Catch).entries()) {
    checkNames(catcher, ['ErrorEquals', 'Next', 'Output', 'Assign', 'Comment'], `${at}/Catch[${index}]`);
    checkTarget(states, catcher.Next, `${at}/Catch[${index}]/Next`);
  }
  for (const [index, retrier] of list(state.Retry).entries()) checkRetrier(retrier, `${at}/Retry[${index}]`);
  switch (state.Type) {
    case 'Task':
      return checkResource(state.Resource, at);
    case 'Choice':
      if (language === 'JSONPath') throw new NotSimulated(`A JSONPath Choice state (${at})`);
      for (const [index, rule] of list(state.Choices).entries()) {
        checkNames(rule, ['Condition', 'Next', 'Output', 'Assign', 'Comment'], `${at}/Choices[${index}]`);
        checkTarget(states, rule.Next, `${at}/Choices[${index}]/Next`);
      }
      if (state.Default !== undefined) checkTarget(states, state.Default, `${at}/Default`);
      return;
    case 'Wait':
      if ((state.Seconds === undefined) === (state.Timestamp === undefined)) {
        throw invalidDefinition("Exactly one of 'Seconds' and 'Timestamp' must be given", at);
      }
      return;
    case 'Parallel':
      for (const [index, branch] of list(state.Branches).entries()) {
        checkNames(branch, ['StartAt', 'States', 'Comment', 'QueryLanguage'], `${at}/Branches[${index}]`);
        checkMachine(branch, outer, `${at}/Branches[${index}]`);
      }
      return;
    case 'Map':
      return checkMap(state, outer, at);
  }
}

const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : []);

function checkRetrier(retrier: Fields, at: string): void {
  const numbers = ['IntervalSeconds', 'MaxAttempts', 'BackoffRate', 'MaxDelaySeconds'];
  checkNames(retrier, ['ErrorEquals', 'JitterStrategy', 'Comment', ...numbers], at);
  for (const name of numbers) {
    if (retrier[name] !== undefined && typeof retrier[name] !== 'number') {
      throw invalidDefinition(`The value for the field '${name}' must be a number`, `${at}/${name}`);
    }
  }
  if (typeof retrier.BackoffRate === 'number' && retrier.BackoffRate < 1) {
    throw invalidDefinition(
      "The value for the field 'BackoffRate' must be at least 1.0",
      `${at}/BackoffRate`,
    );
  }
}

function checkResource(resource: unknown, at: string): void {
  if (typeof resource !== 'string' || !resource.startsWith('arn:')) {
    throw invalidDefinition('Value is not a valid resource ARN', `${at}/Resource`);
  }
  if (!readResource(resource)) throw new NotSimulated(`The task resource ${resource}`);
}

function checkMap(state: Fields, outer: QueryLanguage, at: string): void {
  const processor = state.ItemProcessor;
  if (!isObject(processor)) throw invalidDefinition("The field 'ItemProcessor' is required", at);
  checkNames(
    processor,
    ['StartAt', 'States', 'Comment', 'QueryLanguage', 'ProcessorConfig'],
    `${at}/ItemProcessor`,
  );
  const config = (processor.ProcessorConfig ?? {}) as Fields;
  if (config.ExecutionType === 'EXPRESS') throw new NotSimulated(`A Map state of EXPRESS executions (${at})`);
  checkMachine(processor, outer, `${at}/ItemProcessor`);
}

/** Every `{% … %}` must parse; nested machines check their own states. */
function checkExpressions(value: unknown, at: string): void {
  if (typeof value === 'string') {
    const source = expressionOf(value);
    if (source === undefined) return;
    try {
      compile(source);
    } catch (error) {
      throw invalidDefinition((error as Error).message, at);
    }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkExpressions(item, `${at}[${index}]`);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (name === 'Branches' || name === 'ItemProcessor') continue;
      checkExpressions(item, `${at}/${name}`);
    }
  }
}

/** In a state free of either language no member may be a path (`"name.$"`). */
function refusePaths(value: unknown, at: string): void {
  if (!isObject(value) && !Array.isArray(value)) return;
  for (const [name, item] of Object.entries(value)) {
    if (name === 'Branches' || name === 'ItemProcessor') continue;
    if (name.endsWith('.$')) throw new NotSimulated(`The JSONPath field ${at}/${name}`);
    refusePaths(item, `${at}/${name}`);
  }
}
