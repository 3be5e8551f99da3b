import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  allScopes,
  type Definition,
  type Scope,
  type State,
  transitions,
} from '../../../scripts/rules/definition.ts';
import { root } from '../project-files.ts';

/*
 * No state is entered that has nothing to do: Step Functions bills each state that is entered, and a fleet's
 * operations cost little else.
 */

const folder = join(root, 'statemachines');
const scopes = readdirSync(folder)
  .filter((file) => file.endsWith('.asl.json'))
  .flatMap((file) =>
    allScopes(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Definition).map((scope) => ({
      workflow: file.replace('.asl.json', ''),
      scope,
    })),
  );

const named = (test: (name: string, state: State, scope: Scope) => boolean) =>
  scopes.flatMap(({ workflow, scope }) =>
    Object.entries(scope.States)
      .filter(([name, state]) => test(name, state, scope))
      .map(([name]) => `${workflow}: ${name}`),
  );

/** The conditions under which a Choice leads to a state, in their order. */
const conditionsOf = ({ Choices = [] }: State, to: string): readonly string[] =>
  Choices.filter(({ Next }) => Next === to).map(({ Condition }) => Condition);

describe('a state machine', () => {
  it('starts nothing where a look found nothing to start, and goes on to wait', () => {
    const phases = named((name, { Type }) => Type === 'Map' && name.startsWith('Change'));
    const sparing = named((name, state, { States }) => {
      if (state.Type !== 'Map' || !name.startsWith('Change')) return false;
      const progress = Object.values(States).find((one) => conditionsOf(one, name).length > 0) as State;
      // After the changes it is asked whether a pause held any, where one may, and then waited.
      const next = state.Next as string;
      const waited = States[next]?.Type === 'Choice' ? (States[next]?.Default as string) : next;
      const [waits = ''] = conditionsOf(progress, waited);
      const [starts = ''] = conditionsOf(progress, name);
      return waits === starts.replace(' %}', ' and $count($states.input.start) = 0 %}');
    });
    expect(phases).toHaveLength(19);
    expect(sparing).toEqual(phases);
  });

  it('waits for a former owner only where there is one', () => {
    const waiting = named((name, { Type }) => Type === 'Wait' && name === 'WaitForFormerOwner');
    const sparing = named((name, _state, { States }) =>
      Object.values(States).some((one) =>
        conditionsOf(one, name).some((condition) =>
          /fenceSeconds > 0 %\}$|\$changesFrom\) > /.test(condition),
        ),
      ),
    );
    expect(waiting).toHaveLength(10);
    expect(sparing).toEqual(expect.arrayContaining(waiting));
  });

  it('ends with the task that ends it, where nobody is told of a state after it', () => {
    const idle = named((name, state, { States }) => {
      const before = Object.values(States).filter((one) => transitions(one).some(({ to }) => to === name));
      const isTold = state.Output !== undefined || !/Done$|Settled$/.test(name);
      const mayEnd = before.every(
        ({ Type, Catch = [] }) => Type === 'Task' && Catch.every(({ Next }) => Next !== name),
      );
      return state.Type === 'Succeed' && !isTold && mayEnd;
    });
    expect(idle).toEqual([]);
  });
});
