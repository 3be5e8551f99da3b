import { describe, expect, it } from '@jest/globals';
import type { RequestOutcome } from '../../../cli/requests/follow.ts';
import { outcomesTable } from '../../../cli/requests/report.ts';

const request: RequestOutcome = {
  requestId: 'hibernate-1',
  eventId: 'e1',
  cluster: 'web',
  region: 'us-east-1',
  workflow: 'scale-cluster',
  outcome: 'Succeeded',
};

describe('what became of requests', () => {
  it('says beneath the table what a scaling came to', () => {
    const result = ['web: 2 of 1-4 before, 0 of 0-4 now (no nodes)', 'the control plane is still billed'];
    expect(outcomesTable([{ ...request, result }]).split('\n')).toEqual([
      'REQUEST FOR  REGION     OUTCOME    REASON',
      'web          us-east-1  Succeeded  -',
      '  web: 2 of 1-4 before, 0 of 0-4 now (no nodes)',
      '  the control plane is still billed',
    ]);
  });

  it('is the table alone for what changes no sizes', () => {
    expect(outcomesTable([request]).split('\n')).toHaveLength(2);
  });
});
