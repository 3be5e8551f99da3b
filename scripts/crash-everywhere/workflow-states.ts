import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Workflow } from '../../statemachines/builders/workflow.ts';

interface Scope {
  readonly States: Readonly<Record<string, State>>;
}
interface State {
  readonly Type: string;
  readonly Arguments?: { readonly FunctionName?: string };
  readonly Branches?: readonly Scope[];
  readonly ItemProcessor?: Scope;
}

/** A state that calls a function. */
export interface TaskState {
  readonly workflow: string;
  readonly state: string;
  /** `createApplyStack` */
  readonly functionName: string;
  /** True where its contract declares an effect. */
  readonly changes: boolean;
}

/** A workflow as its files have it, and the failures that it may end with. */
export interface WorkflowStates {
  readonly workflow: string;
  /** States that something follows: a state of type Succeed or Fail is over when it is entered. */
  readonly states: readonly string[];
  readonly tasks: readonly TaskState[];
  readonly failures: readonly string[];
}

const inside = ({ Branches = [], ItemProcessor }: State): readonly Scope[] =>
  ItemProcessor ? [...Branches, ItemProcessor] : Branches;

const statesIn = ({ States }: Scope): readonly (readonly [string, State])[] =>
  Object.entries(States).flatMap(([name, state]) => [
    [name, state] as const,
    ...inside(state).flatMap(statesIn),
  ]);

/** `create/apply-stack` → `createApplyStack` */
const functionOf = (task: string): string =>
  task.replace(/[-/](.)/g, (_, first: string) => first.toUpperCase());

/** Reads every workflow of the project, so that a new workflow or task is covered at once. */
export async function readWorkflows(root: string): Promise<readonly WorkflowStates[]> {
  const folder = join(root, 'statemachines');
  const files = readdirSync(folder).filter((file) => file.endsWith('.asl.json'));
  return Promise.all(files.map((file) => readWorkflow(folder, file.replace('.asl.json', ''))));
}

async function readWorkflow(folder: string, workflow: string): Promise<WorkflowStates> {
  const definition = JSON.parse(readFileSync(join(folder, `${workflow}.asl.json`), 'utf8')) as Scope;
  const module = (await import(pathToFileURL(join(folder, `${workflow}.ts`)).href)) as object;
  const { tasks, failures } = Object.values(module)[0] as Workflow;
  const effects = new Map(tasks.map(({ task, effect }) => [functionOf(task), effect !== undefined]));
  const states = statesIn(definition);
  return {
    workflow,
    failures,
    states: states.flatMap(([name, { Type }]) => (Type === 'Succeed' || Type === 'Fail' ? [] : [name])),
    tasks: states.flatMap(([state, { Arguments }]) => {
      const named = /^\$\{(\w+)FunctionArn\}$/.exec(Arguments?.FunctionName ?? '')?.[1];
      if (named === undefined) return [];
      const functionName = named.replace(/^./, (first) => first.toLowerCase());
      return [{ workflow, state, functionName, changes: effects.get(functionName) ?? false }];
    }),
  };
}
