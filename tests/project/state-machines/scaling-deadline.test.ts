import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import jsonata from 'jsonata';
import { allScopes, type Definition } from '../../../scripts/rules/definition.ts';
import { root } from '../project-files.ts';

const definition = JSON.parse(
  readFileSync(join(root, 'statemachines/scale-cluster.asl.json'), 'utf8'),
) as Definition;
const wait = allScopes(definition)
  .map(({ States }) => States.WaitForGroups as { readonly Assign?: Readonly<Record<string, string>> })
  .find((state) => state !== undefined);
const since = jsonata(String(wait?.Assign?.since).slice(2, -2));
const PLANNED = '08:00';
const NOW = '11:00';
const start = [{ task: 'resize-node-group', key: 'nodeGroup/web' }];

/** The beginning of the deadline after a wait that began at 11:00; before it, the deadline counted from 08:00. */
const countsFrom = (polls: number, starts: readonly object[]): Promise<unknown> =>
  since.evaluate(undefined, {
    polls,
    since: PLANNED,
    states: { input: { start: starts }, context: { State: { EnteredTime: NOW } } },
  });

it.each([
  ['the first wait, however long a pause held the operation up before it', 0, [], NOW],
  ['the first change', 0, start, NOW],
  ['the last change', 7, start, NOW],
  ['what it did, while nothing is changed', 7, [], PLANNED],
])('counts the time that capacity may take from %s', async (_from, polls, starts, from) => {
  expect(await countsFrom(polls, starts)).toBe(from);
});
