import type { Authorization, ResourceContext } from '../../simulator/service.ts';

/** A stack's resource as a provider sees it, and the questions to IAM. */
export function resourceContext(logicalId: string): ResourceContext & { readonly asked: Authorization[] } {
  const asked: Authorization[] = [];
  return {
    stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/fleet/1',
    stackName: 'fleet',
    logicalId,
    tags: { 'aws:cloudformation:stack-name': 'fleet' },
    caller: { kind: 'administrator', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
    authorize: (authorization) => {
      asked.push(authorization);
    },
    asked,
  };
}
