import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import jsonata from 'jsonata';
import { allScopes, type Definition, type State } from '../../../scripts/rules/definition.ts';
import { root } from '../project-files.ts';

/*
 * An operation's deadline is counted by its loops, without the time in which a pause holds it. A machine's own
 * timeout would not stand still.
 */

const folder = join(root, 'statemachines');
const ENTERED = '2026-11-24T08:00:00.000Z';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const definitions = readdirSync(folder)
  .filter((file) => file.endsWith('.asl.json'))
  .map(
    (file) =>
      [
        file.replace('.asl.json', ''),
        JSON.parse(readFileSync(join(folder, file), 'utf8')) as Definition,
      ] as const,
  );
const states = definitions.flatMap(([workflow, definition]) =>
  allScopes(definition).flatMap(({ States }) =>
    Object.entries(States).map(([name, state]) => ({ workflow, name, state, definition })),
  ),
);
const evaluate = (text: unknown, variables: Readonly<Record<string, unknown>>) => {
  const expression = jsonata(String(text).slice(2, -2));
  expression.registerFunction('millis', () => Date.parse(ENTERED) + 60 * DAY);
  return expression.evaluate(undefined, {
    ...variables,
    states: {
      input: { outcome: 'Waiting', start: [] },
      context: { State: { EnteredTime: ENTERED }, Execution: { StartTime: ENTERED } },
    },
  });
};
const assigned = (state: State) => Object.entries((state.Assign ?? {}) as Readonly<Record<string, string>>);

const waits = states.filter(({ name }) => name.startsWith('AwaitResume'));
const loops = states.filter(
  ({ name, state }) =>
    name.endsWith('Progress') &&
    state.Choices?.some(({ Condition }) => /olls < \d|ooks < \d/.test(Condition)),
);

describe('an operation that is paused', () => {
  it.each(waits.map((one) => [`${one.workflow}: ${one.name}`, one] as const))(
    '%s moves its deadline on by as long as it waited, and what else it counts from',
    async (_name, { state }) => {
      const deadlines = assigned(state).filter(([name]) => /eadline$/.test(name));
      expect(deadlines).toHaveLength(1);
      for (const [name, text] of deadlines) expect(await evaluate(text, { [name]: 5 })).toBe(5 + 60 * DAY);
      for (const [name, text] of assigned(state).filter(([one]) => /ince$/.test(one)))
        expect(await evaluate(text, { [name]: '2026-11-24T07:00:00.000Z' })).toBe('2027-01-23T07:00:00.000Z');
    },
  );

  it('has a machine that lasts for almost a year, and its own deadline from its start', async () => {
    const begun = states.filter(({ name }) => name === 'BeginWork');
    expect([...new Set(begun.map(({ definition }) => definition.TimeoutSeconds))]).toEqual([363 * 86_400]);
    const hours = await Promise.all(
      begun.map(async ({ workflow, state }) => {
        const [[, text] = []] = assigned(state);
        return [workflow, ((await evaluate(text, {})) - Date.parse(ENTERED)) / HOUR];
      }),
    );
    expect(Object.fromEntries(hours)).toEqual({
      'adopt-cluster': 6,
      'apply-fleet': 1,
      'create-cluster': 24,
      'delete-cluster': 24,
      'drill-failover': 24,
      'fail-over': 48,
      'release-cluster': 1,
      'scale-cluster': 24,
      'upgrade-cluster': 504,
      'upgrade-fleet': 1,
    });
  });

  it('looks again only within its deadline', async () => {
    const found = await Promise.all(
      loops.map(async ({ workflow, name, state }) => {
        const [looks] = (state.Choices ?? []).filter(({ Condition }) =>
          /olls < \d|ooks < \d/.test(Condition),
        );
        const by = (left: number) => {
          const deadline = Date.parse(ENTERED) + left;
          const counts = {
            polls: 0,
            contentsPolls: 0,
            fencePolls: 0,
            beforePolls: 0,
            capacityPolls: 0,
            afterPolls: 0,
            stayLooks: 0,
            trafficLooks: 0,
            rounds: 0,
            looks: 0,
            forwarderLooks: 0,
          };
          const scopes = ['contents', 'access', 'fence', 'before', 'capacity', 'after'].map((of) => [
            `${of}Deadline`,
            deadline,
          ]);
          const deadlines = { deadline, ...Object.fromEntries(scopes) };
          return evaluate(looks?.Condition, { ...counts, ...deadlines });
        };
        return [`${workflow}: ${name}`, await by(1), await by(-1)];
      }),
    );
    expect(found.length).toBeGreaterThan(14);
    expect(found.filter(([, before, after]) => before !== true || after !== false)).toEqual([]);
  });
});
