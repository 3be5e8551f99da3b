import * as z from 'zod';
import type { Contract } from '../../../domain/contract.ts';
import {
  allScopes,
  calledFunction,
  type Definition,
  type Scope,
  type State,
  scopesIn,
  transitions,
} from '../../../scripts/rules/definition.ts';
import { comparisons, expressionOf, expressionsIn } from './expressions.ts';

/** A JSON Schema, as far as the checks read it. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
}

const schemaOf = (type: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(type, { io, unrepresentable: 'any' }) as Schema;

const variantsOf = (schema: Schema): readonly Schema[] => {
  const alternatives = schema.anyOf ?? schema.oneOf;
  return alternatives ? alternatives.flatMap(variantsOf) : [schema];
};

/** Finds the contract behind `${CreateStartControlPlaneFunctionArn}`. */
export type ContractOf = (functionName: string) => Contract | undefined;

/** Names of errors that Lambda, the SDK integration and Step Functions themselves throw at a Lambda task. */
const platformErrors =
  /^(States\.(ALL|Timeout|TaskFailed)|Lambda\.\w+|Sandbox\.Timedout|Runtime\.ExitError)$/;

/** Differences between a state machine and the contracts of its tasks. */
export function contractFindings(definition: Definition, contractOf: ContractOf): readonly string[] {
  return findingsIn(definition, contractOf, new Set());
}

function findingsIn(
  scope: Scope,
  contractOf: ContractOf,
  caughtOutside: ReadonlySet<string>,
): readonly string[] {
  const last = afterLastResort(scope);
  return Object.entries(scope.States).flatMap(([name, state]) => {
    const caught = new Set([...caughtOutside, ...errorsNamed(state.Catch)]);
    const called = calledFunction(state);
    const contract = called === undefined ? undefined : contractOf(called);
    const own =
      called === undefined
        ? inventedErrors(state, thrownInside(state, contractOf))
        : contract === undefined
          ? [`no function has the contract of ${called}`]
          : [
              ...payloadFindings(state, contract),
              ...inventedErrors(state, contract.throws),
              ...(last.has(name) ? [] : unhandledErrors(state, contract, caught)),
            ];
    return [
      ...[...own, ...choiceFindings(scope, name, contractOf)].map((text) => `${name}: ${text}`),
      ...scopesIn(state).flatMap((inner) => findingsIn(inner, contractOf, caught)),
    ];
  });
}

const errorsNamed = (
  handlers: readonly { readonly ErrorEquals: readonly string[] }[] = [],
): readonly string[] => handlers.flatMap(({ ErrorEquals }) => ErrorEquals);

/**
 * The states that are reached only from a workflow's last resort. If one of them fails for good, no state is left to
 * go to: the execution fails, and the reaper frees the lease.
 */
function afterLastResort({ States }: Scope): ReadonlySet<string> {
  const catchers = Object.values(States).flatMap((state) => state.Catch ?? []);
  const after = new Set(
    catchers.filter(({ ErrorEquals }) => ErrorEquals.includes('States.ALL')).map(({ Next }) => Next),
  );
  for (const name of after) for (const { to } of transitions(States[name] as State)) after.add(to);
  return after;
}

/** The errors of every task and every Fail state inside a Parallel or a Map. */
function thrownInside(state: State, contractOf: ContractOf): readonly string[] {
  return scopesIn(state)
    .flatMap(allScopes)
    .flatMap(({ States }) => Object.values(States))
    .flatMap((inner) => {
      const called = calledFunction(inner);
      return [
        ...(inner.Error === undefined ? [] : [inner.Error]),
        ...((called && contractOf(called)?.throws) || []),
      ];
    });
}

/** The members that a task is given are those that its contract takes: none missing, none unknown. */
function payloadFindings(state: State, contract: Contract): readonly string[] {
  const payload = (state.Arguments as { readonly Payload?: unknown }).Payload;
  if (typeof payload !== 'object' || payload === null) return ['its Payload is not an object'];
  const problems = variantsOf(schemaOf(contract.input, 'input')).map((variant) => [
    ...(variant.required ?? [])
      .filter((member) => !(member in payload))
      .map((member) => `is not given ${member}`),
    ...Object.entries(payload).flatMap(([member, value]) => {
      const expected = variant.properties?.[member];
      if (!expected) return [`is given ${member}, which its contract does not take`];
      const literals = literalsOf(expected);
      const fits = expressionOf(value) !== undefined || literals === undefined || literals.includes(value);
      return fits ? [] : [`is given ${member} ${JSON.stringify(value)}, which its contract does not take`];
    }),
  ]);
  return problems.sort((left, right) => left.length - right.length)[0] ?? [];
}

/** Errors that are retried or caught but never thrown. */
function inventedErrors(state: State, thrown: readonly string[]): readonly string[] {
  return [...errorsNamed(state.Retry), ...errorsNamed(state.Catch)]
    .filter((error) => !thrown.includes(error) && !platformErrors.test(error))
    .map((error) => `handles ${error}, which nothing there throws`);
}

/** Errors that a task throws but neither its Retry nor a Catch around it names. */
function unhandledErrors(state: State, contract: Contract, caught: ReadonlySet<string>): readonly string[] {
  return contract.throws
    .filter((error) => !errorsNamed(state.Retry).includes(error) && !caught.has(error))
    .map((error) => `throws ${error}, which nothing handles by name`);
}

/** Values that a Choice compares but its task never answers, and outcomes that it answers but nothing compares. */
function choiceFindings(scope: Scope, name: string, contractOf: ContractOf): readonly string[] {
  const state = scope.States[name] as State;
  if (state.Type !== 'Choice') return [];
  const compared = (state.Choices ?? [])
    .flatMap(({ Condition }) => expressionsIn(Condition))
    .flatMap(comparisons)
    .filter(({ path }) => path[0] === '$states' && path[1] === 'input');
  return feeders(scope, name, contractOf).flatMap((contract) => {
    const output = schemaOf(contract.output, 'output');
    const unknown = compared.flatMap(({ path, literal }) => {
      const values = valuesAt(output, path.slice(2));
      return values === undefined || values.includes(literal)
        ? []
        : [
            `compares ${path.slice(2).join('.')} with ${JSON.stringify(literal)}, which ${contract.task} never answers`,
          ];
    });
    const literals = compared
      .filter(({ path }) => path.slice(2).join() === 'outcome')
      .map(({ literal }) => literal);
    const forgotten = (valuesAt(output, ['outcome']) ?? [])
      .filter((outcome) => literals.length > 0 && !literals.some((literal) => literal === outcome))
      .map(
        (outcome) => `does not compare outcome ${JSON.stringify(outcome)}, which ${contract.task} answers`,
      );
    return [...unknown, ...forgotten];
  });
}

/** Contracts of the tasks that hand their answer, unchanged, to a state. */
function feeders(scope: Scope, name: string, contractOf: ContractOf): readonly Contract[] {
  return Object.values(scope.States).flatMap((state) => {
    const leads = transitions(state).some(({ to, caught }) => to === name && caught !== true);
    const called = calledFunction(state);
    if (!leads || called === undefined || expressionOf(state.Output) !== '$states.result.Payload') return [];
    const contract = contractOf(called);
    return contract ? [contract] : [];
  });
}

/** The literals that a schema allows at a path, or undefined where it allows any value of a type. */
function valuesAt(schema: Schema, path: readonly string[]): readonly unknown[] | undefined {
  const [member, ...rest] = path;
  if (member === undefined) return literalsOf(schema);
  const values: unknown[] = [];
  for (const variant of variantsOf(schema)) {
    const property = variant.properties?.[member];
    if (!property) continue;
    const allowed = valuesAt(property, rest);
    if (!allowed) return undefined;
    values.push(...allowed);
  }
  return values;
}

function literalsOf(schema: Schema): readonly unknown[] | undefined {
  const literals: unknown[] = [];
  for (const variant of variantsOf(schema)) {
    if ('const' in variant) literals.push(variant.const);
    else if (variant.enum) literals.push(...variant.enum);
    else if (variant.type === 'boolean') literals.push(true, false);
    else return undefined;
  }
  return literals;
}
