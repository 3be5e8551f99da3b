import { type Place, placesIn } from './places.ts';
import { fileOf, type Machine } from './product.ts';
import type { Finding, Rule } from './rule.ts';

/** Where a Choice leads must be a state beside it; nothing may be left to no way at all. */
function findingsOf(machine: Machine, { place, state, scope }: Place): readonly Finding[] {
  if (state.Type !== 'Choice') return [];
  const ways = [
    ...(state.Choices ?? []).map(({ Next }, index) => [`way ${index + 1}`, Next]),
    ['Default', state.Default],
  ];
  return ways
    .filter(([, to]) => to === undefined || !(to in scope.States))
    .map(([way, to]) => ({
      file: fileOf(machine),
      place,
      found: to === undefined ? `${way} leads nowhere` : `${way} leads to ${to}, which is no state beside it`,
      allowed: 'a Default, and ways that lead to states of the same scope',
    }));
}

/** An outline that says nothing after a Choice, as at the end of an `aside`, compiles to one that may lead nowhere. */
export const choices: Rule = {
  name: 'choices',
  why: 'an execution ends with States.NoChoiceMatched where an answer fits no way',
  check: ({ machines }) =>
    machines.flatMap((machine) => placesIn(machine).flatMap((place) => findingsOf(machine, place))),
};
