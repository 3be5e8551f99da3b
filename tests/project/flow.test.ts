import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Contract } from '../../domain/contract.ts';
import { FORWARDER_HANDLER } from '../../domain/forwarder/stacks.ts';
import { NOTICES } from '../../domain/policy/notice-kinds.ts';
import type { EventDefinition } from '../../events/event.ts';
import { allStates, calledFunction, type Definition } from '../../scripts/rules/definition.ts';
import { compileEventPattern } from '../../simulator/eventbridge/event-pattern/event-pattern.ts';
import { takes } from '../../statemachines/builders/task.ts';
import { templates } from './deployment/templates.ts';
import { camel, pascal } from './names.ts';
import { projectFiles, read, root } from './project-files.ts';
import { contractFindings } from './state-machines/contracts.ts';
import {
  brokenTransitions,
  tasksWithoutTimeout,
  unboundedLoops,
  undefinedVariables,
} from './state-machines/findings.ts';

/*
 * A flow is followed by name alone: events/cluster/requested.ts → events/rules/cluster-requested-to-create-cluster.json
 * → statemachines/create-cluster.asl.json → functions/create/*.ts → its statements in infrastructure/.
 */

const files = projectFiles();

/** The parts that a pattern's groups match in the paths of files. */
const named = (pattern: RegExp) =>
  files.flatMap((path) => (pattern.exec(path)?.[1] ? [pattern.exec(path)?.[1] as string] : []));

/** A module's exports that have this member. */
async function exportsWith<T>(path: string, member: string): Promise<readonly T[]> {
  const module = (await import(pathToFileURL(join(root, path)).href)) as Readonly<Record<string, unknown>>;
  return Object.values(module).filter(
    (value): value is T => typeof value === 'object' && value !== null && member in value,
  );
}

/** A YAML file; the tags of CloudFormation's short forms are read as plain values. */
const yaml = (path: string) => parse(read(path), { logLevel: 'error' }) as Readonly<Record<string, unknown>>;

const events = named(/^events\/(.+\/.+)\.ts$/);
const rules = named(/^events\/rules\/(.+)\.json$/);
const workflows = named(/^statemachines\/(.+)\.asl\.json$/);
const handlers = named(/^functions\/(.+)\.ts$/).filter((path) =>
  /^export const handler\b/m.test(read(`functions/${path}.ts`)),
);
const infrastructure = files
  .filter((path) => /^infrastructure\/.+\.(yml|json)$|^serverless.*\.yml$/.test(path))
  .map(read)
  .join('\n');
const definition = (workflow: string) => JSON.parse(read(`statemachines/${workflow}.asl.json`)) as Definition;

const definitions = new Map<string, EventDefinition>();
for (const event of events) {
  for (const found of await exportsWith<EventDefinition>(`events/${event}.ts`, 'detailType'))
    definitions.set(event, found);
}
/** A request has an id of the caller's; that an approval was requested is a fact. */
const isRequest = ({ detailType, detail }: EventDefinition): boolean =>
  detailType.endsWith('Requested') && takes(detail, 'requestId');
const contractOfTask = new Map<string, Contract>();
for (const path of named(/^(functions\/.+\/contracts\.ts)$/)) {
  const module = (await import(pathToFileURL(join(root, path)).href)) as Record<
    string,
    Record<string, Contract>
  >;
  for (const contract of Object.values(module).flatMap(Object.values<Contract>))
    contractOfTask.set(contract.task, contract);
}
const contracts = [...contractOfTask.keys()];

describe('events', () => {
  it.each(events)('%s defines the event that its path names', (event) => {
    const name = event.split('/').at(-1) as string;
    expect([pascal(event), pascal(name)]).toContain(definitions.get(event)?.detailType);
  });

  it.each([...definitions].filter(([, definition]) => isRequest(definition)))(
    '%s, a request, has a rule',
    (event) => {
      expect(rules.filter((rule) => rule.startsWith(`${event.replace('/', '-')}-to-`))).toHaveLength(1);
    },
  );

  it('are there, of which contracts say that tasks publish them', () => {
    const published = [...contractOfTask.values()].flatMap(({ publishes = [] }) => publishes);
    const known = [...definitions.values()].map(({ detailType }) => detailType);
    expect(published.filter((detailType) => !known.includes(detailType))).toEqual([]);
  });
});

describe('samples', () => {
  interface Entry {
    readonly Source: string;
    readonly DetailType: string;
    readonly Detail: string;
  }
  const requests = [...definitions].filter(([, definition]) => isRequest(definition));

  it.each(requests)(
    '%s can be sent by hand: its sample is accepted, and its rule matches',
    (event, definition) => {
      const name = event.replace('/', '-');
      const [entry] = JSON.parse(read(`events/samples/${name}.json`)) as readonly [Entry];
      expect(entry).toMatchObject({ Source: definition.source, DetailType: definition.detailType });
      const detail: unknown = JSON.parse(entry.Detail);
      expect(definition.detail.safeParse(detail)).toMatchObject({ success: true });
      const rule = rules.find((candidate) => candidate.startsWith(`${name}-to-`));
      const pattern = compileEventPattern(read(`events/rules/${rule}.json`));
      expect(pattern.matches({ source: entry.Source, 'detail-type': entry.DetailType, detail })).toBe(true);
    },
  );
});

describe('rules', () => {
  it.each(rules)('%s matches the event and leads to the target that its name says', (rule) => {
    const [event = '', target = ''] = rule.split('-to-');
    const pattern = JSON.parse(read(`events/rules/${rule}.json`)) as Readonly<
      Record<string, readonly string[]>
    >;
    if (event === 'unknown') {
      const known = [...definitions.values()].map(({ detailType }) => detailType);
      expect(pattern['detail-type']).toEqual([{ 'anything-but': expect.arrayContaining(known) }]);
      const [{ 'anything-but': named }] = pattern['detail-type'] as unknown as [{ 'anything-but': string[] }];
      expect(named).toHaveLength(known.length);
    } else if (pattern.source?.includes('eks-fleet')) {
      const known = [...definitions.values()].map(({ detailType }) => detailType);
      const sets: Readonly<Record<string, readonly string[]>> = {
        facts: [...definitions.values()].filter((one) => !isRequest(one)).map(({ detailType }) => detailType),
        notices: Object.values(NOTICES).flat(),
        // A cluster came to the fleet, left it, or changed its level or tags.
        // What became of the clusters of a fleet's upgrade.
        upgrades: ['ClusterUpgraded', 'ClusterUpgradeFailed', 'ClusterRolledBack'],
        memberships: ['ClusterCreated', 'ClusterDeleted', 'ClusterAdopted', 'ClusterReleased'],
      };
      const meant = sets[event] ?? known.filter((detailType) => detailType === pascal(event));
      expect([...(pattern['detail-type'] ?? [])].sort()).toEqual([...meant].sort());
    }
    const isWorkflow = workflows.includes(target);
    expect({ target, known: isWorkflow || infrastructure.includes(`  ${pascal(target)}:`) }).toEqual({
      target,
      known: true,
    });
    expect(infrastructure).toContain(`events/rules/${rule}.json`);
  });
});

describe.each(workflows)('workflow %s', (workflow) => {
  const contractOf = (name: string) =>
    contractOfTask.get(contracts.find((contract) => `${pascal(contract)}FunctionArn` === name) ?? '');

  it('is in the template, beside a contract of its own', () => {
    expect(infrastructure).toContain(`statemachines/${workflow}.asl.json`);
    expect(files).toContain(`statemachines/${workflow}.ts`);
    expect(definition(workflow).QueryLanguage).toBe('JSONata');
    expect(allStates(definition(workflow)).filter(([, state]) => state.QueryLanguage === 'JSONPath')).toEqual(
      [],
    );
  });

  it('goes from state to state without a gap', () => {
    expect(brokenTransitions(definition(workflow))).toEqual([]);
  });

  it('ends: every task has a timeout, every loop a bound', () => {
    expect(definition(workflow).TimeoutSeconds).toBeGreaterThan(0);
    expect(tasksWithoutTimeout(definition(workflow))).toEqual([]);
    expect(unboundedLoops(definition(workflow))).toEqual([]);
  });

  it('reads no variable that may not be assigned', () => {
    expect(undefinedVariables(definition(workflow))).toEqual([]);
  });

  it('says what the contracts of its tasks say', () => {
    expect(contractFindings(definition(workflow), contractOf)).toEqual([]);
  });

  it('has one last resort', () => {
    const catchers = allStates(definition(workflow)).flatMap(([, state]) => state.Catch ?? []);
    const ofAll = catchers.filter(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
    // An attempt goes on whatever fails in it, and keeps the error by a name of its own.
    expect(ofAll.filter(({ Next }) => Next !== 'TakeWordsBack')).toHaveLength(1);
  });
});

describe('functions', () => {
  const called = workflows.flatMap((workflow) =>
    allStates(definition(workflow)).map(([, state]) => calledFunction(state)),
  );

  /** One of no state machine: a stack of ours makes functions of it, which tasks invoke, and its role is a person's. */
  const isOfStack = (task: string) => FORWARDER_HANDLER === `functions/${task}.handler`;

  /** The parts that a task still lacks, and where each goes. */
  function lacks(task: string): readonly string[] {
    const [domain, name = ''] = task.split('/');
    const { Handler, Role } = templates.regional[`${pascal(task)}LambdaFunction`]?.Properties ?? {};
    const role = templates.global[`${pascal(task)}Role`]?.Properties?.RoleName;
    const parts: readonly (readonly [isThere: boolean, what: string])[] = [
      [contracts.includes(task), `a contract in functions/${domain}/contracts.ts`],
      [handlers.includes(task), `a handler: functions/${task}.ts`],
      [
        isOfStack(task) || name in yaml(`infrastructure/global/statements/${domain}.yml`),
        `statements: ${name} in infrastructure/global/statements/${domain}.yml`,
      ],
      [
        isOfStack(task) || called.includes(`${pascal(task)}FunctionArn`),
        'a place in the outline of a workflow: statemachines/',
      ],
      [Handler === `functions/${task}.handler`, 'a function of the template: npm run generate'],
      [
        role === `eks-fleet-prod-${task.replace('/', '-')}` && JSON.stringify(Role).includes(`/${role}"`),
        'a role of its own: npm run generate',
      ],
    ];
    return parts.flatMap(([isThere, what]) => (isThere ? [] : [what]));
  }

  it.each([...new Set([...contracts, ...handlers])])('%s lacks nothing', (task) => {
    expect(lacks(task)).toEqual([]);
  });

  it('are what statements, and what differs of a function, are written for', () => {
    const statements = named(/^infrastructure\/global\/statements\/(.+)\.yml$/).flatMap((domain) =>
      Object.keys(yaml(`infrastructure/global/statements/${domain}.yml`)).map((name) => `${domain}/${name}`),
    );
    const differing = Object.keys(yaml('infrastructure/functions.yml'));
    const all = contracts.map(camel);
    expect(statements.filter((task) => !contracts.includes(task))).toEqual([]);
    expect(differing.filter((name) => !all.includes(name))).toEqual([]);
  });

  it('that publish say so in their contract, and no other may', () => {
    const may = contracts.filter((task) =>
      JSON.stringify(templates.global[`${pascal(task)}Role`] ?? {}).includes('events:PutEvents'),
    );
    expect(may).toEqual(contracts.filter((task) => contractOfTask.get(task)?.publishes));
  });
});
