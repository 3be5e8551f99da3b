import { type Fields, isObject, objectsIn, type Report } from './finding.ts';

/** Unicode Standard Annex #31; `$states` is the one reserved variable (guide, "Variable name syntax"). */
const NAME = /^\p{ID_Start}\p{ID_Continue}{0,79}$/u;

/**
 * "A variable exists in a scope if any state in the scope assigns a value to it. […] a variable assigned in an inner
 * scope cannot have the same name as one assigned in an outer scope" (guide, "Passing data between states with
 * variables", scope). The wording is ours.
 */
export function checkVariables(
  machine: Fields,
  at: string,
  report: Report,
  outer: ReadonlySet<string> = new Set(),
): void {
  if (!isObject(machine.States)) return;
  const states = Object.entries(machine.States).filter((entry): entry is [string, Fields] =>
    isObject(entry[1]),
  );
  const here = new Set(outer);
  for (const [name, state] of states) {
    for (const [location, variable] of assignedIn(state, `${at}/States/${name}`)) {
      const fail = (message: string) => report({ code: 'SCHEMA_VALIDATION_FAILED', message, location });
      if (!NAME.test(variable) || variable === 'states') fail(`'${variable}' is not a valid variable name`);
      if (outer.has(variable)) fail(`The variable '${variable}' is assigned in an outer scope as well`);
      here.add(variable);
    }
  }
  for (const [name, state] of states) {
    const within = `${at}/States/${name}`;
    for (const [index, branch] of objectsIn(state.Branches).entries())
      checkVariables(branch, `${within}/Branches[${index}]`, report, here);
    if (isObject(state.ItemProcessor))
      checkVariables(state.ItemProcessor, `${within}/ItemProcessor`, report, here);
  }
}

/**
 * Variables that a state assigns, itself, in its rules and in its catchers, each with its place in the definition.
 */
function assignedIn(state: Fields, at: string): readonly (readonly [string, string])[] {
  const nested = ['Choices', 'Catch'].flatMap((list) =>
    objectsIn(state[list]).map((fields, index) => [`${at}/${list}[${index}]`, fields] as const),
  );
  return [[at, state] as const, ...nested].flatMap(([place, { Assign }]) =>
    isObject(Assign) ? Object.keys(Assign).map((variable) => [`${place}/Assign`, variable] as const) : [],
  );
}
