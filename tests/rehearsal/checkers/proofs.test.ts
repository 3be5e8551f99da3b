import { describe, expect, it } from '@jest/globals';
import { ProofChecker } from '../../../rehearsal/checkers/requests/proofs.ts';
import type { CallFacts, TakenEvent } from '../../../simulator/fault.ts';

const proof = 'https://sts.us-east-1.amazonaws.com/?X-Amz-Signature=a1';
const event = (detailType: string, detail: object) =>
  ({ source: 'eks-fleet', detailType, detail }) as unknown as TakenEvent;
const call = (functionName: string | undefined, input: object) =>
  ({ functionName, service: 'dynamodb', operation: 'PutItem', input }) as unknown as CallFacts;

describe('the proof of a request', () => {
  it('may be in its event, and in what its sender puts', () => {
    const checker = new ProofChecker();
    expect(checker.checked).toEqual([]);
    checker.heard(event('ClusterRequested', { proof }));
    checker.observe(call(undefined, { Detail: JSON.stringify({ proof }) }), 'begun');
    checker.observe(call('eks-fleet-prod-createAcceptRequest', { Item: { request: 'r1' } }), 'begun');
    expect([checker.checked, checker.findings()]).toEqual([[expect.stringContaining('no further')], []]);
  });

  it('is found where a function writes it down, and in a fact', () => {
    const checker = new ProofChecker();
    checker.observe(call('eks-fleet-prod-createAcceptRequest', { Item: { request: { S: proof } } }), 'begun');
    checker.heard(event('RequestRejected', { problems: [{ path: '', message: proof }] }));
    expect(checker.findings()).toEqual([
      'eks-fleet-prod-createAcceptRequest gives a proof to dynamodb:PutItem',
      'a RequestRejected tells a proof',
    ]);
  });
});
