import { describe, expect, it } from '@jest/globals';
import { parseFleet } from '../../../domain/policy/parse.ts';
import { fleetJsonSchema } from '../../../domain/policy/schema.ts';
import { PLAN } from './documents.ts';

const fleet = (spec: object = {}) => ({
  apiVersion: 'eks-fleet.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'retail' },
  spec: {
    home: 'us-east-2',
    regions: ['us-east-2', 'us-east-1', 'us-west-2'],
    failover: [PLAN],
    ...spec,
  },
});

const problems = (spec: object) =>
  parseFleet(fleet(spec), 'fleet.yaml', { now: '2026-11-25T09:00:00Z' }).problems ?? [];

describe('a Fleet document', () => {
  it('is read with all that it may say', () => {
    expect(parseFleet(fleet(), 'fleet.yaml', { now: '2026-11-25T09:00:00Z' }).problems).toBeUndefined();
  });

  it('is refused for an unknown field, with the nearest that is known', () => {
    expect(problems({ freeze: [] })).toEqual([
      expect.objectContaining({
        document: 'fleet.yaml',
        path: 'spec.freeze',
        alternative: expect.stringContaining('freezes'),
      }),
    ]);
  });

  it('is told what may stand where a day, or a list of labels, is none', () => {
    const entry = { name: 'hours', select: {}, zone: 'UTC' };
    const exceptions = [{ date: '2026-02-30', awake: 'all' }];
    expect(problems({ sleep: [{ ...entry, awake: 'MON-FRI 07:00-20:00', exceptions }] })).toEqual([
      expect.objectContaining({
        path: 'spec.sleep[0].exceptions[0].date',
        allowed: 'a day of the calendar, YYYY-MM-DD',
      }),
    ]);
    const nodeGroups = [{ select: { labels: {} }, minSize: 2 }];
    expect(problems({ scale: [{ ...entry, at: 'rate(1 day)', nodeGroups }] })).toEqual([
      expect.objectContaining({
        path: 'spec.scale[0].nodeGroups[0].select.labels',
        allowed: 'a label at least',
      }),
    ]);
  });

  it('names only regions that it has', () => {
    expect(problems({ home: 'eu-west-1' })).toEqual([
      expect.objectContaining({
        path: 'spec.home',
        found: '"eu-west-1"',
        allowed: 'us-east-2, us-east-1, us-west-2',
      }),
    ]);
  });

  it('fails over by itself only with a fence, and only with three regions', () => {
    expect(problems({ failover: [{ ...PLAN, mode: 'automatic' }] })).toEqual([
      expect.objectContaining({
        path: 'spec.failover[0].fence',
        alternative: 'add the fence, or use mode: approve',
      }),
    ]);
    expect(problems({ failover: [{ ...PLAN, witness: 'us-east-1' }] })).toEqual([
      expect.objectContaining({ path: 'spec.failover[0].witness', allowed: 'a third region' }),
    ]);
  });

  it('refuses a freeze that ends before it begins', () => {
    const freezes = [{ from: '2026-12-27', to: '2026-11-20', zone: 'UTC', stops: ['apply'] }];
    expect(problems({ freezes })).toEqual([expect.objectContaining({ path: 'spec.freezes[0].to' })]);
  });

  it('has a JSON Schema that refuses unknown fields, and says what the known ones are for', () => {
    const schema = fleetJsonSchema() as { readonly properties: Record<string, Record<string, object>> };
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(schema.properties.spec?.properties).toMatchObject({
      sleep: { items: { properties: { awake: { description: expect.stringContaining('MON-FRI') } } } },
      scale: { items: { properties: { at: { description: expect.stringContaining('cron') } } } },
      notify: { items: { properties: { on: { description: expect.stringContaining('failed') } } } },
    });
  });
});
