import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Log, stackWorld, thing } from './world.ts';

/** One resource of a random template: the resources that it needs, by place, and the seconds that it takes. */
interface Node {
  readonly needs: readonly { readonly place: number; readonly how: 'Ref' | 'GetAtt' | 'DependsOn' }[];
  readonly seconds: number;
}

const how = fc.constantFrom<Node['needs'][number]['how']>('Ref', 'GetAtt', 'DependsOn');
/** Two to seven resources, each of which needs some of those before it. */
const nodes = fc.integer({ min: 2, max: 7 }).chain((count) =>
  fc.tuple(
    ...Array.from({ length: count }, (_, place) =>
      fc.record({
        needs:
          place === 0
            ? fc.constant([])
            : fc.uniqueArray(fc.record({ place: fc.nat(place - 1), how }), {
                maxLength: 3,
                selector: (need) => need.place,
              }),
        seconds: fc.integer({ min: 1, max: 30 }),
      }),
    ),
  ),
) as fc.Arbitrary<readonly Node[]>;

const id = (place: number): string => `R${place}`;

/** The resources of a template, in an order without meaning; `over` changes properties by place. */
function template(
  given: readonly Node[],
  over: (place: number) => object = () => ({}),
): Record<string, object> {
  const resources = given.map(({ needs, seconds }, place) => {
    const values = needs.flatMap((need): unknown[] => {
      if (need.how === 'Ref') return [{ Ref: id(need.place) }];
      return need.how === 'GetAtt' ? [{ 'Fn::GetAtt': [id(need.place), 'Arn'] }] : [];
    });
    const explicit = needs.filter((need) => need.how === 'DependsOn').map((need) => id(need.place));
    const properties = { Name: `n${place}`, Seconds: seconds, Value: values, ...over(place) };
    return [id(place), thing(properties, explicit.length > 0 ? { DependsOn: explicit } : {})] as const;
  });
  return Object.fromEntries(resources.reverse());
}

/** Names of the things that are there after the whole log. */
function left(log: Log): string[] {
  const there = new Set<string>();
  for (const [verb, name = ''] of log.map((line) => line.split(' '))) {
    if (verb === 'create') there.add(name);
    if (verb === 'delete') there.delete(name);
  }
  return [...there].sort();
}

const places = (log: Log, verb: string): number[] =>
  log.filter((line) => line.startsWith(`${verb} `)).map((line) => Number(/\d+/.exec(line)?.[0]));

/** The milliseconds that the longest chain of needs takes. */
function criticalPathMs(given: readonly Node[]): number {
  const ends: number[] = [];
  for (const [place, { needs, seconds }] of given.entries()) {
    ends[place] = Math.max(0, ...needs.map((need) => ends[need.place] as number)) + seconds * 1000;
  }
  return Math.max(...ends);
}

const check = (property: (given: readonly Node[], pick: number) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(nodes, fc.nat(), property), { numRuns: 60, seed: 4 }) as Promise<void>;

describe('a stack of random resources', () => {
  it('is made in the order of its needs, as fast as they allow, and deleted in the reverse order', () =>
    check(async (given) => {
      const { start, settle, describe: described, log, call, kernel } = stackWorld();
      const begun = kernel.now();
      await start(template(given));
      await settle();
      expect((await described()).StackStatus).toBe('CREATE_COMPLETE');
      const made = places(log, 'create');
      expect([...made].sort()).toEqual(given.map((_, place) => place));
      for (const [place, { needs }] of given.entries())
        for (const need of needs) expect(made.indexOf(need.place)).toBeLessThan(made.indexOf(place));
      // A second at most for each step that CloudFormation itself takes.
      expect(kernel.now() - begun - criticalPathMs(given)).toBeLessThan(1000 * (given.length + 2));
      await call('DeleteStack', { StackName: 'stack' });
      await settle();
      const gone = places(log, 'delete');
      expect([...gone].sort()).toEqual(given.map((_, place) => place));
      for (const [place, { needs }] of given.entries())
        for (const need of needs) expect(gone.indexOf(need.place)).toBeGreaterThan(gone.indexOf(place));
    }));

  it('leaves nothing behind when one of them fails, and makes nothing that needs it', () =>
    check(async (given, pick) => {
      const { start, settle, describe: described, log } = stackWorld();
      const bad = pick % given.length;
      await start(template(given, (place) => (place === bad ? { Fail: 'create' } : {})));
      await settle();
      expect((await described()).StackStatus).toBe('ROLLBACK_COMPLETE');
      expect(left(log)).toEqual([]);
      const made = places(log, 'create');
      for (const [place, { needs }] of given.entries())
        if (needs.some((need) => need.place === bad)) expect(made).not.toContain(place);
      const gone = places(log, 'delete');
      for (const place of made)
        for (const need of given[place]?.needs ?? [])
          if (gone.includes(need.place))
            expect(gone.indexOf(need.place)).toBeGreaterThan(gone.indexOf(place));
    }));

  it('is as it was after an update in which one of them fails, and as it should be after one in which none does', () =>
    check(async (given, pick) => {
      const { start, update, settle, describe: described, log, call } = stackWorld();
      const names = given.map((_, place) => `n${place}`);
      await start(template(given));
      await settle();
      const bad = pick % given.length;
      // Every second one is replaced, the others change in place.
      const changed = (place: number) => (place % 2 === 0 ? { Name: `m${place}` } : { Tag: 'new' });
      const failing = (place: number) =>
        place === bad ? { Fail: place % 2 === 0 ? 'create' : 'update' } : {};
      await update(template(given, (place) => ({ ...changed(place), ...failing(place) })));
      await settle();
      expect((await described()).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(left(log)).toEqual(names);
      await update(template(given, changed));
      await settle();
      expect((await described()).StackStatus).toBe('UPDATE_COMPLETE');
      expect(left(log)).toEqual(names.map((name, place) => (place % 2 === 0 ? `m${place}` : name)).sort());
      await call('DeleteStack', { StackName: 'stack' });
      await settle();
      expect(left(log)).toEqual([]);
    }));

  it('loses what an update leaves out, after all else, last in the order of needs', () =>
    check(async (given, pick) => {
      const { start, update, settle, describe: described, log } = stackWorld();
      await start(template(given));
      await settle();
      const kept = given.slice(0, 1 + (pick % (given.length - 1)));
      await update(template(kept, () => ({ Tag: 'new' })));
      await settle();
      expect((await described()).StackStatus).toBe('UPDATE_COMPLETE');
      expect(left(log)).toEqual(kept.map((_, place) => `n${place}`));
      const gone = places(log, 'delete');
      for (const place of gone)
        for (const need of given[place]?.needs ?? [])
          if (gone.includes(need.place))
            expect(gone.indexOf(need.place)).toBeGreaterThan(gone.indexOf(place));
      expect(log.slice(-gone.length).every((line) => line.startsWith('delete'))).toBe(true);
    }));
});

describe('a resource that two stacks claim', () => {
  const both = async () => {
    const world = stackWorld();
    await world.start({ A: thing({ Name: 'shared' }) });
    const TemplateBody = JSON.stringify({ Resources: { B: thing({ Name: 'own' }) } });
    await world.call('CreateStack', { StackName: 'other', TemplateBody });
    await world.settle();
    const claim = JSON.stringify({
      Resources: { B: thing({ Name: 'own' }), C: thing({ Name: 'shared' }) },
    });
    return { ...world, claim };
  };

  it('stays with the first when an update of the second claims it, and its deletion does not take it away', async () => {
    const { call, settle, describe: described, log, events, claim } = await both();
    await call('UpdateStack', { StackName: 'other', TemplateBody: claim });
    await settle();
    expect((await described('other')).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect((await events('other', true)).join('\n')).toMatch(/^C CREATE_FAILED .*shared already exists/m);
    await call('DeleteStack', { StackName: 'other' });
    await settle();
    expect(log).not.toContain('delete shared');
    expect((await described('stack')).StackStatus).toBe('CREATE_COMPLETE');
  });

  it('can be had by the second once the first is gone', async () => {
    const { call, settle, describe: described, log, claim } = await both();
    await call('DeleteStack', { StackName: 'stack' });
    await settle();
    await call('UpdateStack', { StackName: 'other', TemplateBody: claim });
    await settle();
    expect((await described('other')).StackStatus).toBe('UPDATE_COMPLETE');
    expect(left(log)).toEqual(['own', 'shared']);
  });
});
