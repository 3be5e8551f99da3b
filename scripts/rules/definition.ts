/** A state machine as its `.asl.json` file holds it, as far as the checks read it. */
export interface Definition extends Scope {
  readonly QueryLanguage?: string;
  readonly TimeoutSeconds?: number;
}

/** States that may transition to one another: the machine itself, a branch of a Parallel, the processor of a Map. */
export interface Scope {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

type Assign = Readonly<Record<string, unknown>>;

export interface State {
  readonly Type: 'Task' | 'Parallel' | 'Map' | 'Choice' | 'Wait' | 'Pass' | 'Succeed' | 'Fail';
  readonly QueryLanguage?: string;
  readonly Resource?: string;
  /** The error of a Fail state. */
  readonly Error?: string;
  readonly Arguments?: unknown;
  readonly TimeoutSeconds?: unknown;
  readonly Assign?: Assign;
  readonly Output?: unknown;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly {
    readonly Condition: string;
    readonly Next: string;
    readonly Assign?: Assign;
  }[];
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts?: number }[];
  readonly Catch?: readonly Catcher[];
  readonly Branches?: readonly Scope[];
  readonly ItemProcessor?: Scope;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly Assign?: Assign;
}

/** A way out of a state, with the variables that it assigns; `condition` where a Choice decides. */
export interface Transition {
  readonly to: string;
  readonly assigns: Assign;
  readonly condition?: string;
  readonly caught?: boolean;
}

export function transitions(state: State): readonly Transition[] {
  const next = state.Type === 'Choice' ? state.Default : state.Next;
  return [
    ...(state.Choices ?? []).map(({ Next, Assign = {}, Condition }) => ({
      to: Next,
      assigns: Assign,
      condition: Condition,
    })),
    ...(next === undefined ? [] : [{ to: next, assigns: state.Assign ?? {} }]),
    ...(state.Catch ?? []).map(({ Next, Assign = {} }) => ({ to: Next, assigns: Assign, caught: true })),
  ];
}

/** The scopes directly inside a state. */
export function scopesIn(state: State): readonly Scope[] {
  return [...(state.Branches ?? []), ...(state.ItemProcessor === undefined ? [] : [state.ItemProcessor])];
}

/** The scope and every scope inside it. */
export function allScopes(scope: Scope): readonly Scope[] {
  return [scope, ...Object.values(scope.States).flatMap(scopesIn).flatMap(allScopes)];
}

/** Every state of the machine with its name; AWS wants names to be unique in a whole machine. */
export function allStates(definition: Definition): readonly (readonly [name: string, state: State])[] {
  return allScopes(definition).flatMap(({ States }) => Object.entries(States));
}

/** The placeholder that a Lambda task calls, or undefined for another kind of state. */
export function calledFunction(state: State): string | undefined {
  // A resource of another partition fails in the first execution that comes to it (aws/aws-cdk#4597).
  const isLambda = /^arn:\$\{Partition\}:states:::lambda:invoke(\.waitForTaskToken)?$/.test(
    String(state.Resource),
  );
  if (state.Type !== 'Task' || !isLambda) return undefined;
  const name = (state.Arguments as { readonly FunctionName?: string } | undefined)?.FunctionName ?? '';
  return /^\$\{(\w+)\}$/.exec(name)?.[1] ?? name;
}
