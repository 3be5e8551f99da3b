import { ANSWERS, type State, type States } from '../../statemachines/builders/states.ts';

interface Scope {
  readonly StartAt: string | undefined;
  readonly States: States;
}
interface Edge {
  readonly from: string;
  readonly to: string;
  /** Whether the next state's input is this one's. */
  readonly passes: boolean;
}
type Way = { readonly Next: string; readonly Output?: unknown };

/** The output of a state that passes its input on. */
const PASSED_ON = '{% $states.input %}';
const MARK = /‹(\w+)›/g;

function edgesOf(from: string, state: State): readonly Edge[] {
  const { Type, Next, Default, Output, Choices = [], Catch = [] } = state as Record<string, unknown>;
  const keeps = /^(Choice|Wait|Pass)$/.test(String(Type));
  const next = (Next ?? Default) as string | undefined;
  const isInput = (output: unknown) => output === PASSED_ON;
  return [
    ...(Choices as readonly Way[]).map((way) => ({ from, to: way.Next, passes: way.Output === undefined })),
    ...(next === undefined
      ? []
      : [{ from, to: next, passes: (keeps && Output === undefined) || isInput(Output) }]),
    ...(Catch as readonly Way[]).map(({ Next: to, Output: caught }) => ({
      from,
      to,
      passes: isInput(caught),
    })),
  ];
}

/** For each state, the Choices whose input is its own on every way to it. */
function held(edges: readonly Edge[], { StartAt, States }: Scope): ReadonlyMap<string, Set<string>> {
  const names = Object.keys(States);
  const all = new Map(names.map((name) => [name, new Set(name === StartAt ? [] : names)]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to, passes } of edges)
      for (const answer of all.get(to) ?? [])
        if (!passes || (answer !== from && !all.get(from)?.has(answer)))
          changed = all.get(to)?.delete(answer) || changed;
  }
  return all;
}

/**
 * An answer is at hand in the Choice that tells its outcome, and in states that are reached from there without another
 * output in between. Types cannot see that; this throws where an outline reads an answer that is gone, or goes to a
 * state that is not there.
 */
export function checked<S extends Scope>({ StartAt, States, ...rest }: S) {
  const edges = Object.entries(States).flatMap(([name, state]) => edgesOf(name, state));
  const missing = edges.find(({ to }) => !States[to]);
  if (missing) throw new Error(`${missing.from} goes to ${missing.to}, which is not there`);
  if (StartAt === undefined) throw new Error('no state to begin with');
  const answers = held(edges, { StartAt, States });
  const plain = Object.entries(States).map(([name, state]) => [
    name,
    withoutMarks(name, state, answers.get(name)),
  ]);
  return { ...rest, StartAt, States: Object.fromEntries(plain) as States };
}

function withoutMarks(name: string, state: State, answers?: ReadonlySet<string>): State {
  const { Branches, ItemProcessor, ...own } = state as State & { Branches?: Scope[]; ItemProcessor?: Scope };
  const text = JSON.stringify(own);
  for (const [, answer = ''] of text.matchAll(MARK))
    if (answer !== name && !answers?.has(answer))
      throw new Error(`${name} reads an answer of ${answer} that is gone by then`);
  const { [ANSWERS]: _, ...plain } = JSON.parse(text.replaceAll(MARK, '')) as State;
  return {
    ...(plain as State),
    ...(Branches ? { Branches: Branches.map(checked) } : {}),
    ...(ItemProcessor ? { ItemProcessor: checked(ItemProcessor) } : {}),
  };
}
