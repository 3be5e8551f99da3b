import { INVOCATION_SECONDS } from '../../domain/failover/pace.ts';
import { stateSeconds, TASK_TIMEOUT_SECONDS } from '../../domain/operation/lease.ts';
import { EXECUTION_SECONDS } from '../../statemachines/builders/pause.ts';
import { calledFunction } from './definition.ts';
import { ledTo, type Place, placesIn } from './places.ts';
import { fileOf, type Machine, type Product, writtenIn } from './product.ts';
import { ofType } from './resources.ts';
import type { Finding, Rule } from './rule.ts';

/** Waits for a task of an operation that has ended: `by` is the number itself, or where an answer says it. */
const WAITS: Readonly<Record<string, 'the answer' | 'the number'>> = {
  WaitBeforeHooks: 'the answer',
  WaitForFormerOwner: 'the answer',
  WaitForLateTask: 'the number',
};
const OF_ANSWER = '{% $states.input.fenceSeconds %}';
/** Of a workflow that does first, beside the wait, what is not its subject's: the end of the wait is a variable. */
const OWN = /fenceSeconds\)/;
const UNTIL = /\$toMillis\(\$changesFrom\) > /;
const UNTIL_OWN = /^\{% \$max\(\[0, \$ceil\(\(\$toMillis\(\$changesFrom\) /;
/** The states of such workflows by which their subject is changed first, in each branch. */
const FIRST_CHANGES: Readonly<Record<string, readonly string[]>> = {
  'fail-over': ['EndBootstrap', 'ObserveCapacity', 'ObserveHooksBefore'],
};

/** A wait of an execution is registered anew each day (statemachines/builders/pause.ts). */
const TOKEN_SECONDS = 86_400;

const LIST = 'scripts/rules/fence.ts';
/**
 * Functions that outlive the fence, and for how long. An observer watches for two minutes: it writes slots of Guard and puts
 * events, and changes nothing that a lease guards.
 */
const OUTLIVING: Readonly<Record<string, number>> = {
  FailoverWatchWatchPlansLambdaFunction: INVOCATION_SECONDS,
};

function functionFindings(product: Product): readonly Finding[] {
  const functions = ofType(product.templates.regional, 'AWS::Lambda::Function');
  const tooLong = functions.flatMap(({ logicalId, properties }) => {
    const timeout = properties.Timeout;
    const outliving = OUTLIVING[logicalId];
    const longest = outliving ?? TASK_TIMEOUT_SECONDS;
    if (typeof timeout === 'number' && timeout <= longest) return [];
    const [name = ''] = logicalId.split('LambdaFunction');
    const file = writtenIn(product, name.charAt(0).toLowerCase() + name.slice(1));
    return [
      {
        file,
        place: `${logicalId}.Timeout`,
        found: JSON.stringify(timeout ?? 'none'),
        allowed:
          outliving === undefined
            ? `at most TASK_TIMEOUT_SECONDS, ${TASK_TIMEOUT_SECONDS}, after which a new owner changes things`
            : `at most ${outliving}, as ${LIST} says of it`,
      },
    ];
  });
  const inVain = Object.keys(OUTLIVING).filter((name) =>
    functions.every(
      ({ logicalId, properties }) => logicalId !== name || Number(properties.Timeout) <= TASK_TIMEOUT_SECONDS,
    ),
  );
  return [
    ...tooLong,
    ...inVain.map((place) => ({
      file: LIST,
      place,
      found: 'an exception that nothing needs',
      allowed: 'exceptions of what is there: take it away',
    })),
  ];
}

function taskFindings(machine: Machine, { place, state }: Place, product: Product): readonly Finding[] {
  if (state.Type !== 'Task') return [];
  const called = calledFunction(state)?.replace(/FunctionArn$/, 'LambdaFunction') ?? '';
  const own = product.templates.regional[called]?.Properties?.Timeout ?? 0;
  const isToken = /waitForTaskToken$/.test(state.Resource ?? '');
  const life = OUTLIVING[called] ?? TASK_TIMEOUT_SECONDS;
  const wanted = isToken ? TOKEN_SECONDS : stateSeconds(life);
  const isLater = Number(state.TimeoutSeconds) > Number(own);
  if (called !== '' && state.TimeoutSeconds === wanted && isLater) return [];
  return [
    {
      file: fileOf(machine),
      place: `${place}.TimeoutSeconds`,
      found: JSON.stringify(state.TimeoutSeconds ?? 'none'),
      allowed: `${wanted}, and more than the ${own} s after which Lambda ends the task itself`,
    },
  ];
}

function waitFindings(machine: Machine, { place, name, state }: Place): readonly Finding[] {
  const by = WAITS[name];
  if (by === undefined) return [];
  const { Seconds } = state as { readonly Seconds?: unknown };
  const wanted = by === 'the answer' ? OF_ANSWER : TASK_TIMEOUT_SECONDS;
  const isOwn = machine.name in FIRST_CHANGES && UNTIL_OWN.test(String(Seconds));
  if (state.Type === 'Wait' && (Seconds === wanted || isOwn)) return [];
  return [
    {
      file: fileOf(machine),
      place,
      found: `a wait of ${JSON.stringify(Seconds)}`,
      allowed: `a wait of ${wanted}`,
    },
  ];
}

/** Findings where a claim says that there is a former owner, and the very next state does not wait for its tasks. */
const fenceFindings = (machine: Machine, { place, state, scope }: Place): readonly Finding[] =>
  (state.Choices ?? [])
    .filter(({ Condition, Next, Assign }) => {
      const isFenced = /fenceSeconds > 0/.test(Condition);
      const isAccepted = /outcome = 'Accepted'/.test(Condition);
      return isFenced
        ? scope.States[Next]?.Type !== 'Wait' || WAITS[Next] === undefined
        : isAccepted &&
            !fencedBefore(state) &&
            !(machine.name in FIRST_CHANGES && OWN.test(String(Assign?.changesFrom)));
    })
    .map(({ Condition, Next }) => ({
      file: fileOf(machine),
      place,
      found: `${Condition} leads to ${Next}`,
      allowed: 'the wait for a former owner first, where fenceSeconds is more than 0',
    }));

/** Findings where a first change is come to past the wait, which stands before it in its own scope. */
function beforeOwn(machine: Machine): readonly Finding[] {
  const first = FIRST_CHANGES[machine.name] ?? [];
  const places = placesIn(machine);
  return first.flatMap((name) => {
    const found = places.find((one) => one.name === name);
    if (found && !ledToUnwaited(found.scope).has(name)) return [];
    const place = found?.place ?? name;
    return [
      {
        file: fileOf(machine),
        place,
        found: found ? 'a way to it past the wait for a former owner' : 'no such state',
        allowed: 'only behind the choice that leads to that wait',
      },
    ];
  });
}

/** The states of a scope to which its beginning leads past the choice of the wait. */
const ledToUnwaited = ({ StartAt, States }: Place['scope']): ReadonlySet<string> => {
  const isGate = ({ Choices = [] }: Place['state']) => Choices.some(({ Condition }) => UNTIL.test(Condition));
  const open = Object.entries(States).filter(([, state]) => !isGate(state));
  return ledTo({ StartAt, States: Object.fromEntries(open) }, StartAt);
};

const fencedBefore = (state: Place['state']): boolean =>
  (state.Choices ?? []).some(({ Condition }) => /fenceSeconds > 0/.test(Condition));

const machineFindings = (machine: Machine): readonly Finding[] => {
  const { TimeoutSeconds } = machine.definition;
  if (TimeoutSeconds !== undefined && TimeoutSeconds <= EXECUTION_SECONDS) return [];
  const allowed = `at most ${EXECUTION_SECONDS}: longer ones Step Functions ends by itself, untold`;
  return [{ file: fileOf(machine), place: 'TimeoutSeconds', found: `${TimeoutSeconds}`, allowed }];
};

/** A literal in the place of the constant goes its own way when the constant changes. */
const literalFindings = ({ sources }: Product): readonly Finding[] =>
  [...sources].flatMap(([file, text]) =>
    file.startsWith('functions/') && !file.endsWith('/contracts.ts')
      ? [...text.matchAll(/\bfenceSeconds:([^,;}\n]*)/g)]
          .filter(([, value = '']) => /[1-9]/.test(value) || !/TASK_TIMEOUT_SECONDS/.test(value))
          .map(([, value = '']) => ({
            file,
            place: 'fenceSeconds',
            found: value.trim(),
            allowed: 'TASK_TIMEOUT_SECONDS, and 0 only where there is no former owner',
          }))
      : [],
  );

/** No task outlives the wait of a new owner: one number, for Lambda, the states and the fence. */
export const fence: Rule = {
  name: 'fence',
  why: 'a late task changes what a newer operation is changing',
  check: (product) => [
    ...functionFindings(product),
    ...literalFindings(product),
    ...product.machines.flatMap((machine) => [
      ...machineFindings(machine),
      ...beforeOwn(machine),
      ...placesIn(machine).flatMap((place) => [
        ...taskFindings(machine, place, product),
        ...waitFindings(machine, place),
        ...fenceFindings(machine, place),
      ]),
    ]),
  ],
};
