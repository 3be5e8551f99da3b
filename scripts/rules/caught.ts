import { ERRORS } from '../../domain/errors.ts';
import { PLATFORM } from '../../statemachines/builders/errors.ts';
import { calledFunction, type State } from './definition.ts';
import { ledTo, type Place, placesIn } from './places.ts';
import { fileOf, type Machine, type Product } from './product.ts';
import type { Finding, Rule } from './rule.ts';

const caughtBy = ({ Catch = [] }: State): readonly string[] =>
  Catch.flatMap(({ ErrorEquals }) => ErrorEquals);

/** States that tell of an end: after one that fails for good, only the reaper is left. */
function ends({ definition }: Machine): ReadonlySet<string> {
  const { States } = definition;
  const all = Object.values(States);
  const caught = all.flatMap(({ Catch = [] }) => Catch.map(({ Next }) => Next));
  const failing = caught.filter((name) => {
    const types = [...ledTo(definition, name)].map((one) => States[one]?.Type);
    return types.includes('Fail') && !types.includes('Parallel') && !types.includes('Map');
  });
  return new Set(failing.flatMap((name) => [...ledTo(definition, name)]));
}

/** The tries of an end before it is left to the reaper: half an hour at least. */
const PATIENT = 30;

const attempts = (state: State, error: string): number =>
  state.Retry?.find(({ ErrorEquals }) => ErrorEquals.includes(error))?.MaxAttempts ?? 0;

const hasLastResort = (around: readonly Place[]): boolean =>
  around.some(({ state }) => caughtBy(state).includes('States.ALL'));

function findingsOf(machine: Machine, place: Place, { contracts }: Product): readonly Finding[] {
  const { state, around } = place;
  const called = calledFunction(state);
  if (called === undefined) return [];
  const throws = contracts.get(called)?.throws ?? [];
  const own = caughtBy(state);
  const outer = around.flatMap((one) => caughtBy(one.state));
  const isEnd = around.length === 0 && ends(machine).has(place.name);
  const uncaught = [...throws, ...PLATFORM].filter((error) => {
    if (own.includes(error) || own.includes('States.ALL') || outer.includes(error)) return false;
    const isPlatform = PLATFORM.includes(error);
    if (isPlatform && hasLastResort(around)) return false;
    const isPatient = attempts(state, error) >= PATIENT;
    // The state that tells of an end is tried for half an hour; then the execution fails, and the reaper frees the
    // lease.
    return !isPatient && !(isEnd && (isPlatform || ERRORS[error as keyof typeof ERRORS].retry === 'never'));
  });
  return uncaught.map((error) => ({
    file: fileOf(machine),
    place: place.place,
    found: `${error} leaves it, and nothing around it catches that by name`,
    allowed: 'a Catch here or around it that leads to a named failure',
  }));
}

/** An error ends at a failure that has a name, tells what failed, and frees what is held. */
export const caught: Rule = {
  name: 'caught',
  why: 'an execution fails without a record, a fact, and its lease freed',
  check: (product) =>
    product.machines.flatMap((machine) =>
      placesIn(machine).flatMap((place) => findingsOf(machine, place, product)),
    ),
};
