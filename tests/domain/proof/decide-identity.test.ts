import { describe, expect, it } from '@jest/globals';
import { decideIdentity } from '../../../domain/proof/decide-identity.ts';

const identity = { arn: 'arn:aws:iam::111122223333:user/ann', userId: 'AIDA', account: '111122223333' };

describe('an answer of STS', () => {
  it("is somebody of the fleet's own account", () => {
    expect(decideIdentity({ outcome: 'Known', identity }, '111122223333')).toEqual({ identity });
  });

  it.each(['444455556666', '1111222233334', '11112222333', ''])(
    'is nobody of another account: %s',
    (account) => {
      expect(
        decideIdentity({ outcome: 'Known', identity: { ...identity, account } }, '111122223333'),
      ).toEqual({
        problem: { path: 'detail.proof', message: expect.stringContaining('allowed 111122223333') },
      });
    },
  );

  it.each([
    ['SignatureDoesNotMatch', 'signed for another request'],
    ['IncompleteSignature', 'signed for another request'],
    ['ExpiredToken', 'have expired'],
    ['InvalidClientTokenId', 'does not know the credentials'],
    ['AccessDenied', 'STS refuses it'],
    ['constructor', 'STS refuses it'],
  ])('is a refusal by name: %s', (code, words) => {
    const { problem } = decideIdentity({ outcome: 'Refused', code }, '111122223333');
    expect(problem).toEqual({ path: 'detail.proof', message: expect.stringContaining(words) });
    expect(problem?.message).toContain(code);
  });
});
