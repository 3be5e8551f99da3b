import { type Fields, isObject, objectsIn, type Report } from './finding.ts';

/** States that a state may lead to, each with its place in the definition. */
function targetsOf(state: Fields, at: string): (readonly [target: unknown, location: string])[] {
  const targets: (readonly [unknown, string])[] = [];
  if (state.Next !== undefined) targets.push([state.Next, `${at}/Next`]);
  if (state.Default !== undefined) targets.push([state.Default, `${at}/Default`]);
  for (const list of ['Choices', 'Catch']) {
    for (const [index, one] of objectsIn(state[list]).entries()) {
      targets.push([one.Next, `${at}/${list}[${index}]/Next`]);
    }
  }
  return targets;
}

const ends = (state: Fields): boolean =>
  state.End === true || state.Type === 'Succeed' || state.Type === 'Fail';

/**
 * Checks that every target exists, that some state ends the machine, and that every state can be reached (the last
 * not of a machine without an end).
 */
export function checkTransitions(machine: Fields, states: Fields, at: string, report: Report): void {
  const code = 'MISSING_TRANSITION_TARGET';
  const start = machine.StartAt;
  if (typeof start !== 'string' || !(start in states)) {
    report({ code, message: `Missing 'StartAt' target: ${String(start)}`, location: `${at}/StartAt` });
    return;
  }
  const named = Object.entries(states).filter((entry): entry is [string, Fields] => isObject(entry[1]));
  for (const [name, state] of named) {
    for (const [target, location] of targetsOf(state, `${at}/States/${name}`)) {
      if (typeof target === 'string' && target in states) continue;
      report({ code, message: `Missing 'Next' target: ${String(target)}`, location });
    }
  }
  if (!named.some(([, state]) => ends(state))) {
    report({ code: 'MISSING_END_STATE', message: 'Workflow has no terminal state' });
    return;
  }
  const reached = reachableFrom(start, states);
  for (const [name] of named) {
    if (reached.has(name)) continue;
    report({ code, message: `State "${name}" is not reachable.`, location: `${at}/States/${name}` });
  }
}

function reachableFrom(start: string, states: Fields): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = states[name];
    if (reached.has(name) || !isObject(state)) continue;
    reached.add(name);
    for (const [target] of targetsOf(state, '')) if (typeof target === 'string') open.push(target);
  }
  return reached;
}
