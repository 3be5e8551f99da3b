import { NotSimulated } from '../../aws-error.ts';
import type { QueryLanguage, State } from '../asl.ts';
import { readResource } from '../state-machines/resource.ts';
import { type Fields, isObject, objectsIn, type Report } from './finding.ts';
import { checkCondition, checkValues } from './values.ts';

const COMMON = ['Type', 'Comment', 'QueryLanguage', 'Assign'];
const FLOW = [...COMMON, 'Next', 'End'];
const RECOVERY = [...FLOW, 'Retry', 'Catch'];

/** Fields by state type, as the Amazon States Language gives them; `jsonata` those of that language alone. */
const FIELDS: Readonly<
  Record<State['Type'], { readonly both: readonly string[]; readonly jsonata: readonly string[] }>
> = {
  Pass: { both: FLOW, jsonata: ['Output'] },
  Task: {
    both: [...RECOVERY, 'Resource', 'TimeoutSeconds', 'HeartbeatSeconds'],
    jsonata: ['Arguments', 'Output'],
  },
  Choice: { both: [...COMMON, 'Choices', 'Default'], jsonata: ['Output'] },
  Wait: { both: [...FLOW, 'Seconds', 'Timestamp'], jsonata: ['Output'] },
  Succeed: { both: ['Type', 'Comment', 'QueryLanguage'], jsonata: ['Output'] },
  Fail: { both: ['Type', 'Comment', 'QueryLanguage', 'Error', 'Cause'], jsonata: [] },
  Parallel: { both: [...RECOVERY, 'Branches'], jsonata: ['Arguments', 'Output'] },
  Map: {
    both: [
      ...[...RECOVERY, 'ItemProcessor', 'ItemSelector', 'ItemBatcher', 'Label', 'MaxConcurrency'],
      ...['ToleratedFailureCount', 'ToleratedFailurePercentage'],
    ],
    jsonata: ['Items', 'Output'],
  },
};

const MACHINE = {
  definition: ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'],
  branch: ['Comment', 'StartAt', 'States'],
  processor: ['Comment', 'StartAt', 'States', 'ProcessorConfig'],
};

/** Fields that the language has and this simulator has not: JSONPath's, and of features beyond it. */
const NOT_SIMULATED = new Set([
  ...['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'ItemsPath', 'Iterator'],
  ...['SecondsPath', 'TimestampPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath', 'ErrorPath', 'CausePath'],
  ...['MaxConcurrencyPath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath', 'Variable'],
  ...['ItemReader', 'ResultWriter', 'Credentials', 'MaxInputBytesPerBatch'],
]);

function checkNames(value: Fields, known: readonly string[], at: string, report: Report): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    if (NOT_SIMULATED.has(name))
      throw new NotSimulated(`The field ${at}/${name} of a state machine definition`);
    report({
      code: 'SCHEMA_VALIDATION_FAILED',
      message: `Field '${name}' is not supported`,
      location: at || '/',
    });
  }
}

/** The fields of a whole definition, a branch or an item processor. */
export function checkMachineFields(
  machine: Fields,
  kind: keyof typeof MACHINE,
  at: string,
  report: Report,
): void {
  const fail = (message: string, location: string) =>
    report({ code: 'SCHEMA_VALIDATION_FAILED', message, location });
  checkNames(machine, MACHINE[kind], at, report);
  checkValues(machine, at, report);
  const { Version, States, ProcessorConfig } = machine;
  if (Version !== undefined && Version !== '1.0') fail(`Unknown version '${String(Version)}'`, '/Version');
  if (!isObject(States) || Object.keys(States).length === 0) fail('States must not be empty', `${at}/States`);
  if (isObject(ProcessorConfig) && ProcessorConfig.ExecutionType === 'EXPRESS') {
    throw new NotSimulated(`A Map state of EXPRESS executions (${at})`);
  }
}

/** The fields of one state; contents of nested machines are checked as machines. */
export function checkFields(state: Fields, language: QueryLanguage, at: string, report: Report): void {
  const fail = (message: string, location = at) =>
    report({ code: 'SCHEMA_VALIDATION_FAILED', message, location });
  const fields = FIELDS[state.Type as State['Type']];
  if (!fields) {
    fail(`Unknown state type '${String(state.Type)}'`, `${at}/Type`);
    return;
  }
  checkLanguage(state, language, fields.jsonata, at, report);
  if (fields.both.includes('Next') && (state.Next === undefined) === (state.End !== true)) {
    fail("Exactly one of 'Next' and 'End' must be given");
  }
  for (const [index, retrier] of objectsIn(state.Retry).entries()) {
    checkRetrier(retrier, `${at}/Retry[${index}]`, report);
  }
  for (const [index, catcher] of objectsIn(state.Catch).entries()) {
    checkNames(
      catcher,
      ['ErrorEquals', 'Next', 'Output', 'Assign', 'Comment'],
      `${at}/Catch[${index}]`,
      report,
    );
  }
  for (const list of ['Retry', 'Catch']) checkWildcards(objectsIn(state[list]), `${at}/${list}`, report);
  for (const [index, rule] of objectsIn(state.Choices).entries()) {
    const place = `${at}/Choices[${index}]`;
    checkNames(rule, ['Condition', 'Next', 'Output', 'Assign', 'Comment'], place, report);
    if (language === 'JSONata') checkCondition(rule.Condition, place, report);
  }
  checkValues(state, at, report);
  checkOwn(state, language, at, fail);
}

function checkLanguage(
  state: Fields,
  language: QueryLanguage,
  jsonata: readonly string[],
  at: string,
  report: Report,
): void {
  const { both } = FIELDS[state.Type as State['Type']];
  const wrong = language === 'JSONata' ? [] : jsonata.filter((name) => name in state);
  for (const name of wrong) {
    const message = `The QueryLanguage is set to 'JSONPath', but field '${name}' is only supported for the 'JSONata' QueryLanguage`;
    report({ code: 'SCHEMA_VALIDATION_FAILED', message, location: at });
  }
  const own = state.Type === 'Pass' && language === 'JSONPath' ? ['Result'] : [];
  checkNames(state, [...both, ...jsonata, ...own], at, report);
}

function checkOwn(
  state: Fields,
  language: QueryLanguage,
  at: string,
  fail: (message: string, location?: string) => void,
): void {
  const resource = state.Resource;
  switch (state.Type) {
    case 'Task':
      if (typeof resource !== 'string' || !resource.startsWith('arn:')) {
        fail('Value is not a valid resource ARN', `${at}/Resource`);
      } else if (!readResource(resource)) throw new NotSimulated(`The task resource ${resource}`);
      return;
    case 'Choice':
      if (language === 'JSONPath') throw new NotSimulated(`A JSONPath Choice state (${at})`);
      if (objectsIn(state.Choices).length === 0) fail('Choices must not be empty', `${at}/Choices`);
      return;
    case 'Wait':
      if ((state.Seconds === undefined) === (state.Timestamp === undefined)) {
        fail("Exactly one of 'Seconds' and 'Timestamp' must be given");
      }
      return;
    case 'Parallel':
      if (objectsIn(state.Branches).length === 0) fail('Branches must not be empty', `${at}/Branches`);
      return;
    case 'Map':
      if (!isObject(state.ItemProcessor)) fail("The field 'ItemProcessor' is required");
  }
}

/** States language, "Errors": States.ALL stands alone, and in the last Retrier or Catcher. The wording is ours. */
function checkWildcards(entries: readonly Fields[], at: string, report: Report): void {
  for (const [index, { ErrorEquals }] of entries.entries()) {
    const location = `${at}[${index}]/ErrorEquals`;
    const fail = (message: string) => report({ code: 'SCHEMA_VALIDATION_FAILED', message, location });
    if (!Array.isArray(ErrorEquals) || ErrorEquals.length === 0)
      fail('ErrorEquals must be a non-empty array');
    else if (ErrorEquals.includes('States.ALL')) {
      if (ErrorEquals.length > 1) fail('States.ALL must appear alone');
      if (index < entries.length - 1) fail('States.ALL must appear in the last entry');
    }
  }
}

/** The guide's bounds ("Retrying after an error"): all but the rate are whole numbers. */
const RETRY_NUMBERS: Readonly<Record<string, { readonly least: number; readonly most: number }>> = {
  IntervalSeconds: { least: 1, most: 99_999_999 },
  MaxAttempts: { least: 0, most: 99_999_999 },
  BackoffRate: { least: 1, most: Number.POSITIVE_INFINITY },
  MaxDelaySeconds: { least: 1, most: 31_622_399 },
};
const JITTER = ['FULL', 'NONE'];

function checkRetrier(retrier: Fields, at: string, report: Report): void {
  const known = ['ErrorEquals', 'JitterStrategy', 'Comment', ...Object.keys(RETRY_NUMBERS)];
  checkNames(retrier, known, at, report);
  const fail = (name: string, what: string): void =>
    report({
      code: 'SCHEMA_VALIDATION_FAILED',
      message: `The value of '${name}' must be ${what}`,
      location: `${at}/${name}`,
    });
  for (const [name, { least, most }] of Object.entries(RETRY_NUMBERS)) {
    const value = retrier[name];
    if (value === undefined) continue;
    const isWhole = name === 'BackoffRate' || Number.isInteger(value);
    if (typeof value !== 'number' || !isWhole || value < least) fail(name, `a number of ${least} or more`);
    else if (value > most) fail(name, `a number of ${most} or less`);
  }
  const { JitterStrategy: jitter } = retrier;
  if (jitter !== undefined && !JITTER.includes(String(jitter)))
    fail('JitterStrategy', `one of ${JITTER.join(', ')}`);
}
