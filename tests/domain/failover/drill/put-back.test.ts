import { describe, expect, it } from '@jest/globals';
import { decideFewer } from '../../../../domain/failover/drill/put-back.ts';
import type { ObservedDeployment } from '../../../../domain/ports/kubernetes.ts';

const KEY = 'default/shop';
const before = { groups: {}, replicas: { [KEY]: 2 } };
const found = (replicas: number, labels: Readonly<Record<string, string>> = {}): ObservedDeployment => ({
  ...{ namespace: 'default', name: 'shop', replicas, readyReplicas: replicas, resourceVersion: '7' },
  ...{ labels, annotations: {}, managers: [] },
});

describe('a Deployment after a drill', () => {
  it.each([
    ['is put back to what it had', found(5), { do: 'scale', resourceVersion: '7', replicas: 2 }],
    ['is left alone where somebody has made it smaller', found(1), { do: 'nothing' }],
    [
      'is left to Git, which alone has raised it',
      found(5, { 'argocd.argoproj.io/instance': 'shop' }),
      { do: 'kept' },
    ],
    ['is nobody’s where it is gone', undefined, { do: 'gone' }],
  ] as const)('%s', (_what, deployment, decision) => {
    expect(decideFewer(KEY, before, deployment)).toEqual(decision);
  });

  it('that came during the drill is left alone', () => {
    expect(decideFewer('default/cart', before, found(5))).toEqual({ do: 'gone' });
  });
});
