import { describe, expect, it } from '@jest/globals';
import { LedTrafficChecker } from '../../../rehearsal/checkers/failover/led-traffic.ts';
import { addresses, regions, written } from './plans.fixtures.ts';
import { watch } from './watched.ts';

/** A plan that its primary serves, and name servers that can be led elsewhere. */
function served() {
  let led: string = addresses.primary;
  const on = watch((watched) => new LedTrafficChecker(watched), {
    has: {
      'dns:shop.example.com': () => ({ values: [led] }),
      [`at:${addresses.primary}`]: () => 'east.example.org',
      [`at:${addresses.standby}`]: () => 'west.example.org',
    },
  });
  const { item, word } = written(on);
  const leadTo = (side: 'primary' | 'standby'): void => {
    led = addresses[side];
    on.answersChange();
  };
  item(1, 'primary');
  return { on, item, word, leadTo };
}

/** The same, once the standby has it. */
function moved() {
  const one = served();
  for (const moving of ['fencing', 'fenced', 'serving']) one.item(2, 'standby', moving);
  one.on.at(10);
  one.word(2, 'standby');
  one.on.at(17);
  one.leadTo('standby');
  return one;
}

describe('name servers', () => {
  it('lead to the standby behind its fence, and to the primary behind that of a way back', async () => {
    const { on, item, leadTo } = moved();
    item(3, 'primary', 'fenced');
    leadTo('primary');
    expect(await on.found()).toEqual([]);
    expect(on.checker.turns).toEqual([
      { plan: 'shop', side: 'standby', epoch: 2, saidAtMs: 10_000, ledAtMs: 17_000 },
    ]);
  });

  it('do not lead to the standby while the primary is not fenced', async () => {
    const { on, item, leadTo } = served();
    item(2, 'standby', 'fencing');
    leadTo('standby');
    expect(await on.found()).toEqual([
      'name servers lead shop.example.com to the standby, and the last fence of plan shop is of epoch 1 for the primary',
    ]);
  });

  it('do not lead back where one of both words falls silent, and where both do nobody says anything', async () => {
    const one = moved();
    const both = moved();
    for (const { on } of [one, both]) on.fault('region-down', { region: regions.witness });
    both.on.fault('partition', { region: `internet > ${regions.standby}` });
    for (const { leadTo } of [one, both]) leadTo('primary');
    expect(await one.on.found()).toEqual([
      'name servers lead shop.example.com to the primary, and the last fence of plan shop is of epoch 2 for the standby',
    ]);
    expect(await both.on.found()).toEqual([]);
  });
});
