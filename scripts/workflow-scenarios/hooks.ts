import type { Step } from '../../rehearsal/scenario/steps/all.ts';
import { account, byHand, region } from './by-hand.ts';
import type * as hookFunction from './hook-function.ts';

const trust = (service: 'lambda' | 'states') => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' },
  ],
});

/** A role is known everywhere a little later. */
const SETTLES: Step = { wait: 60 };

/** A state machine of the user's, which waits and says yes. */
export const machineIsThere = (name: string, seconds: number): readonly Step[] => [
  byHand({
    service: 'iam',
    operation: 'CreateRole',
    request: { RoleName: `hook-${name}`, AssumeRolePolicyDocument: JSON.stringify(trust('states')) },
  }),
  SETTLES,
  byHand({
    service: 'states',
    operation: 'CreateStateMachine',
    request: {
      name: `eks-hook-${name}`,
      roleArn: `arn:aws:iam::${account}:role/hook-${name}`,
      definition: JSON.stringify({
        QueryLanguage: 'JSONata',
        StartAt: 'Look',
        States: { Look: { Type: 'Wait', Seconds: seconds, Next: 'Fine' }, Fine: { Type: 'Succeed' } },
      }),
    },
  }),
];

export const machineNamed = (name: string, timeoutMinutes: number) => ({
  arn: `arn:aws:states:${region}:${account}:stateMachine:eks-hook-${name}`,
  timeoutMinutes,
});

/** A function of the user's, deployed by a stack of the user's. */
export const functionIsThere = (name: string, handler: keyof typeof hookFunction): readonly Step[] => [
  byHand({
    service: 'cloudformation',
    operation: 'CreateStack',
    request: {
      StackName: `hook-${name}`,
      Capabilities: ['CAPABILITY_IAM'],
      TemplateBody: JSON.stringify({
        Resources: {
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: { AssumeRolePolicyDocument: trust('lambda') },
          },
          Function: {
            Type: 'AWS::Lambda::Function',
            Properties: {
              FunctionName: `eks-hook-${name}`,
              Runtime: 'nodejs24.x',
              Handler: `scripts/workflow-scenarios/hook-function.${handler}`,
              Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
              Code: { ZipFile: 'export const answers = async () => ({});' },
            },
          },
        },
      }),
    },
  }),
  { wait: 300 },
];

export const functionNamed = (name: string) => ({
  arn: `arn:aws:lambda:${region}:${account}:function:eks-hook-${name}`,
  timeoutMinutes: 1,
});
