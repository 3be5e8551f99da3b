import {
  allScopes,
  allStates,
  type Definition,
  type Scope,
  type State,
  scopesIn,
  transitions,
} from '../../../scripts/rules/definition.ts';
import { expressionsIn, orderComparisons, variablesRead } from './expressions.ts';

/** Transitions to states that do not exist, and states that nothing reaches. */
export function brokenTransitions(definition: Definition): readonly string[] {
  return allScopes(definition).flatMap(({ StartAt, States }) => {
    const edges = Object.entries(States).flatMap(([from, state]) =>
      transitions(state).map(({ to }) => ({ from, to })),
    );
    const reached = new Set([StartAt]);
    for (const name of reached) for (const { from, to } of edges) if (from === name) reached.add(to);
    return [
      ...(StartAt in States ? [] : [`StartAt: there is no state ${StartAt}`]),
      ...edges
        .filter(({ to }) => !(to in States))
        .map(({ from, to }) => `${from}: there is no state ${to} beside it`),
      ...Object.keys(States)
        .filter((name) => !reached.has(name))
        .map((name) => `${name}: nothing leads there`),
    ];
  });
}

/** Tasks that may hang for ever, as Step Functions' default is no timeout. */
export function tasksWithoutTimeout(definition: Definition): readonly string[] {
  return allStates(definition)
    .filter(([, state]) => state.Type === 'Task' && state.TimeoutSeconds === undefined)
    .map(([name]) => `${name}: has no TimeoutSeconds`);
}

/**
 * Loops that may never end. A loop has a bound if a Choice stays in it only while a variable that the loop itself
 * changes (`$polls + 1`) is within a limit, or leaves it first once the variable is past one.
 */
export function unboundedLoops(definition: Definition): readonly string[] {
  return allScopes(definition).flatMap((scope) =>
    circles(scope)
      .filter(
        (circle) =>
          !circle.some((name, index) => isBounded(scope, circle, name, circle[index + 1] ?? circle[0])),
      )
      .map((circle) => `${circle.join(' → ')}: has no bound`),
  );
}

function isBounded(
  { States }: Scope,
  circle: readonly string[],
  name: string,
  next: string | undefined,
): boolean {
  const counters = circle.flatMap((member) => counted(States[member] as State));
  const ways = transitions(States[name] as State).filter(({ caught }) => caught !== true);
  const staying = ways.filter(({ to }) => to === next);
  if (staying.every(({ condition }) => condition !== undefined && limits(condition, 'and', counters)))
    return true;
  const first = ways.findIndex(({ to }) => to === next);
  return ways
    .slice(0, first)
    .some(
      ({ to, condition }) =>
        !circle.includes(to) && condition !== undefined && limits(condition, 'or', counters),
    );
}

/** Variables that a state assigns from their own value. */
function counted(state: State): readonly string[] {
  return transitions(state).flatMap(({ assigns }) =>
    Object.entries(assigns)
      .filter(([variable, value]) => expressionsIn(value).some((text) => variablesRead(text).has(variable)))
      .map(([variable]) => variable),
  );
}

/** True where one of the conditions that `operator` joins compares a counter with a limit. */
function limits(condition: string, operator: 'and' | 'or', counters: readonly string[]): boolean {
  return expressionsIn(condition).some((text) =>
    orderComparisons(text, operator).some((variables) => counters.some((counter) => variables.has(counter))),
  );
}

/** Every elementary circle of a scope's transitions, each from the first of its states. */
function circles({ States }: Scope): readonly (readonly string[])[] {
  const names = Object.keys(States);
  const found: string[][] = [];
  const walk = (start: string, path: readonly string[]): void => {
    for (const { to } of transitions(States[path.at(-1) ?? start] as State)) {
      if (to === start) found.push([...path]);
      else if (names.indexOf(to) > names.indexOf(start) && !path.includes(to)) walk(start, [...path, to]);
    }
  };
  for (const start of names) walk(start, [start]);
  return found;
}

/** Variables that an expression reads and that some way to it has not assigned. */
export function undefinedVariables(definition: Definition): readonly string[] {
  return undefinedIn(definition, new Set());
}

function undefinedIn(scope: Scope, outer: ReadonlySet<string>): readonly string[] {
  const assigned = assignedBefore(scope, outer);
  return Object.entries(scope.States).flatMap(([name, state]) => {
    const before = assigned.get(name);
    if (!before) return [];
    const { Branches, ItemProcessor, ...own } = state;
    const missing = new Set(
      expressionsIn(own).flatMap((text) => [...variablesRead(text)].filter((v) => !before.has(v))),
    );
    return [
      ...[...missing].map((variable) => `${name}: $${variable} may not be assigned`),
      ...scopesIn(state).flatMap((inner) => undefinedIn(inner, before)),
    ];
  });
}

/** For each reachable state, the variables that every way to it has assigned. */
function assignedBefore(scope: Scope, outer: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map<string, ReadonlySet<string>>([[scope.StartAt, outer]]);
  const open = [scope.StartAt];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const state = scope.States[name];
    if (!state) continue;
    for (const { to, assigns } of transitions(state)) {
      const now = new Set([...(before.get(name) ?? outer), ...Object.keys(assigns)]);
      const known = before.get(to);
      const merged = known ? new Set([...known].filter((variable) => now.has(variable))) : now;
      if (known && merged.size === known.size) continue;
      before.set(to, merged);
      open.push(to);
    }
  }
  return before;
}
