import { describe, expect, it } from '@jest/globals';
import type { ScalingReport } from '../../../domain/scale/outcome/report.ts';
import { resultInWords } from '../../../domain/scale/outcome/result.ts';
import type { ScalingPlan } from '../../../domain/scale/plan.ts';

const AWAKE = { minSize: 1, desiredSize: 2, maxSize: 4 };
const ASLEEP = { minSize: 0, desiredSize: 0, maxSize: 4 };

const result = (plan: Partial<ScalingPlan>, report: Partial<ScalingReport>) =>
  resultInWords({
    plan: {
      action: 'resize',
      targets: [],
      leftAlone: [],
      notes: [],
      deadlineSeconds: 1800,
      controlPlane: { kubernetesVersion: '1.35', isExtendedSupport: false, usdPerMonth: 73 },
      ...plan,
    },
    report: { groups: [], leftAlone: [], notes: [], missing: [], ...report },
  });

describe('what a scaling came to, in words,', () => {
  it('is each group before and after, and when that ends', () => {
    const groups = [{ name: 'web', before: ASLEEP, after: AWAKE, nodes: '2 m5.large in us-east-1a' }];
    expect(result({ until: '2026-12-01T20:00:00Z' }, { groups })).toEqual([
      'web: 0 of 0-4 before, 2 of 1-4 now (2 m5.large in us-east-1a)',
      'the former sizes return at 2026-12-01T20:00:00Z',
    ]);
  });

  it('says of every sleep that the control plane is still billed', () => {
    const groups = [{ name: 'web', before: AWAKE, after: ASLEEP, nodes: 'no nodes' }];
    expect(result({ action: 'hibernate' }, { groups })).toEqual([
      'web: 2 of 1-4 before, 0 of 0-4 now (no nodes)',
      'the control plane is still billed: about 73 USD a month',
    ]);
  });

  it('says of a wake what it took from the document, what it left alone, and what the sleep has saved', () => {
    const note = 'the document has changed the sizes of web: it wakes to 3 of 1-4, not to 2 of 1-4 as before';
    const report: Partial<ScalingReport> = {
      leftAlone: [{ name: 'batch', reason: 'somebody has changed it' }],
      notes: [note],
      saved: { nodeHours: 20, usd: 1.92, pricesAsOf: '2026-11', pricesOf: 'us-east-1' },
    };
    expect(result({ action: 'wake' }, report)).toEqual([
      'batch is left alone: somebody has changed it',
      note,
      'saved 20 node-hours, about 1.92 USD',
    ]);
  });

  it('says that nothing was changed where the cluster was so already', () => {
    expect(result({}, {})).toEqual(['nothing was changed']);
  });

  it('says of sizes that stay that they are so still, and no nodes of a cluster that sleeps', () => {
    const groups = [{ name: 'web', before: AWAKE, after: AWAKE, nodes: '2 m5.large in us-east-1a' }];
    expect(result({}, { groups })).toEqual(['web: still 2 of 1-4 (2 m5.large in us-east-1a)']);
    const memory = { operationId: 'o0', capturedAt: '2026-11-23T20:00:00Z', groups: [] };
    expect(result({ memory: { do: 'replace', memory, changed: [] } }, { groups })).toEqual([
      'web: still 2 of 1-4',
    ]);
    expect(result({ memory: { do: 'forget', memory } }, { groups })).toEqual([
      'web: still 2 of 1-4 (2 m5.large in us-east-1a)',
    ]);
  });

  it('is nothing for an operation that changes no sizes', () => {
    expect(resultInWords({})).toEqual([]);
  });
});
