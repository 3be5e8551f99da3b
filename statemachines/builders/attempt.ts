import { lastResort } from './errors.ts';
import type { Changes, Step, Steps } from './states.ts';
import { changesOf, following, scope, state } from './states.ts';
import { aside, fail, goto } from './step.ts';

/**
 * Steps whose failure is no end: all but a lost lease is kept in a variable, and what follows comes all the same. They are a
 * branch, and no variable of theirs may be called as one around them.
 */
export const attempt = (
  name: string,
  steps: Steps<unknown>,
  { caughtIn, ...changes }: Changes & { readonly caughtIn: string },
): Step =>
  state(
    name,
    (next, context) => {
      const inside = { ...context, thrown: new Set<string>() };
      const Branches = [scope(steps, inside)];
      const lost = { errors: ['LeaseLost'], to: [goto(`${name}Superseded`)] };
      const Catch = lastResort(inside.thrown, next === undefined ? [] : [goto(next)], [lost], caughtIn);
      return { Type: 'Parallel', ...changesOf(changes), Branches, Catch, ...following(next) };
    },
    [[aside([fail(`${name}Superseded`, 'LeaseLost', 'a newer operation holds the lease')])]],
  );
