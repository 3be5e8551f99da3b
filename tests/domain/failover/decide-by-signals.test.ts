import { describe, expect, it } from '@jest/globals';
import { decideFailover, type Situation } from '../../../domain/failover/decide.ts';
import { LOST, primaryBy, SILENT, situation, steady } from './fixtures.ts';

const AWS: Situation['said'] = { why: 'AWS Health says of us-east-1: power', byAwsAlone: true };
const OTHER: Situation['said'] = { why: 'canary says of us-east-1: no answer', byAwsAlone: false };
const both = (seen: Parameters<typeof steady>[0]) => ({ standby: steady(seen), witness: steady(seen) });
const torn = { standby: primaryBy('afffaaf'), witness: primaryBy('afffaaf') };
const regionFails = both({ region: 'fails' });
const decide = (more: Partial<Situation>) => decideFailover(situation(more));

describe('a word on the primary’s region', () => {
  it.each<[string, Partial<Situation>]>([
    ['the application fails and answers by turns', torn],
    ['the region fails by its own signs', regionFails],
    ['one observer sees the region fail', { standby: steady({ region: 'fails' }) }],
    ['the observers do not agree on the application', { standby: steady(LOST) }],
  ])('of AWS Health raises the question where %s', (why, more) => {
    const decision = decide({ ...more, said: AWS });
    expect(decision.is).toBe('ask');
    expect(decision).toMatchObject({ why: expect.stringContaining(why) });
    expect(decision).toMatchObject({ why: expect.stringContaining('AWS Health says of us-east-1: power') });
    expect(decide(more).is).not.toBe('ask');
  });

  it('of AWS Health alone asks nobody while all answers', () => {
    expect(decide({ said: AWS })).toEqual({ is: 'quiet' });
  });

  it('of anybody else asks, even so', () => {
    expect(decide({ said: OTHER })).toEqual({
      is: 'ask',
      why: 'the application answers, and canary says of us-east-1: no answer',
    });
  });

  it.each<[string, Situation['said']]>([
    ['AWS Health', AWS],
    ['anybody', OTHER],
  ])('of %s never moves a plan, and keeps none from moving', (_, said) => {
    const alone = [both({}), torn, regionFails, both({ primary: 'fails' }), { standby: steady(LOST) }];
    for (const more of alone) expect(decide({ ...more, said }).is).not.toBe('failOver');
    expect(decide({ ...both(LOST), said })).toEqual(decide(both(LOST)));
  });

  it('does not hide that the witness is silent', () => {
    expect(decide({ witness: SILENT, said: OTHER }).is).toBe('hold');
  });
});

describe('a zone that is impaired', () => {
  it('is to be left while the application answers', () => {
    expect(decide({ zones: ['use1-az4'] })).toEqual({ is: 'shiftZone', zones: ['use1-az4'] });
    expect(decide({ ...torn, zones: ['use1-az4'] }).is).toBe('shiftZone');
  });

  it('hides neither a silent witness nor a region that fails', () => {
    expect(decide({ witness: SILENT, zones: ['use1-az4'] }).is).toBe('hold');
    expect(decide({ ...regionFails, zones: ['use1-az4'] }).is).toBe('hold');
  });

  it('is not the question where the region itself is in doubt', () => {
    expect(decide({ zones: ['use1-az4'], said: OTHER }).is).toBe('ask');
  });
});
