import type { Contract } from '../../domain/contract.ts';
import { ERRORS, type ErrorName } from '../../domain/errors.ts';
import { errorOutput } from './expression.ts';
import { PLATFORM, thrownBy } from './retry.ts';
import { type Changes, type Context, changesOf, entryOf, type Steps, type Target } from './step.ts';

/**
 * `lasting`: what `ERRORS` says no retry mends. `thrown`: all that the contract throws. `platform`: what Lambda and
 * Step Functions throw. `any`: both of these. `all`: whatever else there may be.
 */
export interface Catcher extends Changes {
  readonly errors: 'lasting' | 'thrown' | 'platform' | 'any' | 'all' | readonly string[];
  readonly except?: readonly ErrorName[];
  readonly to: Steps;
}

/** To a failure that tells what was caught. */
export const caughtAs = (errors: Catcher['errors'], to: Steps, variable = 'caught'): Catcher => ({
  errors,
  assign: { [variable]: errorOutput },
  to,
});

function namesOf(contract: Contract, { errors, except = [] }: Catcher): readonly string[] {
  if (typeof errors !== 'string') return errors;
  const thrown = contract.throws.filter((error) => !except.includes(error));
  if (errors === 'thrown') return thrown;
  if (errors === 'any') return [...thrown, ...PLATFORM];
  if (errors === 'platform') return PLATFORM;
  if (errors === 'all') return ['States.ALL'];
  return thrownBy(contract, 'never').filter((error) => thrown.includes(error));
}

const catchState = (catcher: Catcher, names: readonly string[], next: Target) => ({
  ErrorEquals: names,
  ...changesOf(catcher),
  Next: entryOf(catcher.to, next),
});

/** The Catch of a task; what it does not catch may leave the scope. */
export function catchOf(contract: Contract, catchers: readonly Catcher[], next: Target, { thrown }: Context) {
  const caught = catchers.map((catcher) => catchState(catcher, namesOf(contract, catcher), next));
  const named = new Set(caught.flatMap(({ ErrorEquals }) => ErrorEquals));
  for (const error of contract.throws) if (!named.has(error) && !named.has('States.ALL')) thrown.add(error);
  return caught.length === 0 ? undefined : caught;
}

/**
 * The Catch of a Parallel or a Map as a workflow's last resort: those before by name, then all other errors that leave
 * it by name, so that none goes unnamed, then whatever else there may be.
 */
export function lastResort(thrown: ReadonlySet<string>, to: Steps, before: readonly Catcher[] = []) {
  const handled = before.flatMap(({ errors }) => errors);
  const known = [...Object.keys(ERRORS), ...thrown];
  const rest = [...new Set(known)].filter((error) => thrown.has(error) && !handled.includes(error));
  const named = rest.length === 0 ? [] : [caughtAs(rest, to)];
  return [...before, ...named, caughtAs(['States.ALL'], to)].map((catcher) =>
    catchState(catcher, [catcher.errors].flat(), undefined),
  );
}
