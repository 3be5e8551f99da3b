import { remembered } from '../../remembered.ts';
import type { Definition, QueryLanguage } from '../asl.ts';
import { checkExpressions, refusePaths } from './expressions.ts';
import { checkFields, checkMachineFields } from './fields.ts';
import { type Fields, type Finding, invalidDefinition, isObject, objectsIn, type Report } from './finding.ts';
import { checkTransitions } from './transitions.ts';
import { checkVariables } from './variables.ts';

/**
 * Checks a definition as CreateStateMachine does. Wordings are AWS's own, as measured in
 * github.com/floci-io/floci issues 2670, 2735, 2745 and 2968 and github.com/localstack/localstack issue 11978.
 * Throws `NotSimulated` for JSONPath and for features that this simulator does not model.
 */
export function findingsOf(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (finding) => findings.push(finding);
  const parsed = parse(text);
  if (!isObject(parsed)) {
    return [{ code: 'INVALID_JSON_DESCRIPTION', message: 'Not valid JSON' }];
  }
  checkMachineFields(parsed, 'definition', '', report);
  checkNames(parsed, '', new Set(), report);
  checkVariables(parsed, '', report);
  checkMachine(parsed, (parsed.QueryLanguage ?? 'JSONPath') as QueryLanguage, '', report);
  return findings;
}

/** The definition, or `InvalidDefinition` with every finding. A process checks it once for all its worlds. */
export const parseDefinition = remembered((text): Definition => {
  const findings = findingsOf(text);
  if (findings.length > 0) throw invalidDefinition(findings);
  return JSON.parse(text) as Definition;
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The guide: a state's name has 80 characters at most. */
const STATE_NAME_MAX = 80;

/** State names are unique in the whole definition, nested machines included. */
function checkNames(machine: Fields, at: string, seen: Set<string>, report: Report): void {
  if (!isObject(machine.States)) return;
  for (const [name, state] of Object.entries(machine.States)) {
    const location = `${at}/States/${name}`;
    if (seen.has(name))
      report({ code: 'DUPLICATE_STATE_NAME', message: `Duplicate State name: ${name}`, location });
    seen.add(name);
    if (name.length > STATE_NAME_MAX) {
      report({
        code: 'INVALID_STATE_NAME',
        message: `State name exceeds ${STATE_NAME_MAX} characters`,
        location,
      });
    }
    if (!isObject(state)) continue;
    for (const [index, branch] of objectsIn(state.Branches).entries()) {
      checkNames(branch, `${location}/Branches[${index}]`, seen, report);
    }
    if (isObject(state.ItemProcessor))
      checkNames(state.ItemProcessor, `${location}/ItemProcessor`, seen, report);
  }
}

/** Nested machines take the language of the whole: neither branch nor item processor may name one. */
function checkMachine(machine: Fields, whole: QueryLanguage, at: string, report: Report): void {
  const states = machine.States;
  if (!isObject(states)) return;
  checkTransitions(machine, states, at, report);
  for (const [name, state] of Object.entries(states)) {
    if (isObject(state)) checkState(state, whole, `${at}/States/${name}`, report);
  }
}

function checkState(state: Fields, whole: QueryLanguage, at: string, report: Report): void {
  const language = (state.QueryLanguage ?? whole) as QueryLanguage;
  if (whole === 'JSONata' && language === 'JSONPath') {
    const message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    report({ code: 'SCHEMA_VALIDATION_FAILED', message, location: at });
    return;
  }
  checkFields(state, language, at, report);
  if (language === 'JSONata') checkExpressions(state, at, report);
  else refusePaths(state, at);
  for (const [index, branch] of objectsIn(state.Branches).entries()) {
    checkMachineFields(branch, 'branch', `${at}/Branches[${index}]`, report);
    checkMachine(branch, whole, `${at}/Branches[${index}]`, report);
  }
  if (isObject(state.ItemProcessor)) {
    checkMachineFields(state.ItemProcessor, 'processor', `${at}/ItemProcessor`, report);
    checkMachine(state.ItemProcessor, whole, `${at}/ItemProcessor`, report);
  }
}
