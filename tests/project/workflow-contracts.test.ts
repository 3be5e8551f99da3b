import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { allStates, calledFunction, type Definition } from '../../scripts/rules/definition.ts';
import type { Workflow } from '../../statemachines/builders/workflow.ts';
import { pascal } from './names.ts';
import { root } from './project-files.ts';

const folder = join(root, 'statemachines');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.asl.json'))
  .map((file) => file.replace('.asl.json', ''));

async function workflowOf(name: string): Promise<Workflow> {
  const module = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as Record<string, Workflow>;
  return Object.values(module)[0] as Workflow;
}

describe.each(names)('the contract of %s', (name) => {
  const definition = JSON.parse(readFileSync(join(folder, `${name}.asl.json`), 'utf8')) as Definition;

  it('names the tasks that the state machine calls, and no other', async () => {
    const workflow = await workflowOf(name);
    const called = allStates(definition).flatMap(([, state]) => calledFunction(state) ?? []);
    const declared = workflow.tasks.map(({ task }) => `${pascal(task)}FunctionArn`);
    expect([...new Set(called)].sort()).toEqual([...declared].sort());
    expect(workflow.name).toBe(name);
  });

  it('names the failures that an execution can end with', async () => {
    const ends = Object.values(definition.States).filter(({ Type }) => Type === 'Fail');
    const { failures } = await workflowOf(name);
    expect([...new Set(ends.map(({ Error: error }) => error))].sort()).toEqual([...failures].sort());
  });
});
