import { setTimeout } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
} from '@aws-sdk/client-cloudformation';
import { EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningDev, startDev } from './running-dev.ts';

let dev: RunningDev;
beforeAll(async () => {
  dev = await startDev('--empty', '--regions', 'us-west-2', '--speed', '600');
}, 30_000);
afterAll(() => dev.stop('SIGKILL'));

const using = () => ({
  endpoint: dev.url,
  region: 'us-west-2',
  maxAttempts: 1,
  credentials: {
    accessKeyId: dev.environment.AWS_ACCESS_KEY_ID as string,
    secretAccessKey: dev.environment.AWS_SECRET_ACCESS_KEY as string,
  },
});
const trust = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
const machine = (resource: string) =>
  JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Ask',
    States: { Ask: { Type: 'Task', Resource: resource, Arguments: {}, End: true } },
  });
const GLUE = 'arn:aws:states:::aws-sdk:glue:getDatabases';

/** Creates a stack and answers the reasons of its failed resources, once it has come to an end. */
async function failuresOf(name: string, resources: object): Promise<readonly string[]> {
  const cloudFormation = new CloudFormationClient(using());
  const TemplateBody = JSON.stringify({ Resources: resources });
  await cloudFormation.send(
    new CreateStackCommand({ StackName: name, TemplateBody, Capabilities: ['CAPABILITY_IAM'] }),
  );
  for (let look = 0; look < 100; look++) {
    const { StackEvents = [] } = await cloudFormation.send(
      new DescribeStackEventsCommand({ StackName: name }),
    );
    const [newest] = StackEvents;
    if (
      newest?.LogicalResourceId === name &&
      /ROLLBACK_COMPLETE|CREATE_COMPLETE/.test(newest.ResourceStatus ?? '')
    )
      return StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED').map(
        ({ ResourceStatusReason = '' }) => ResourceStatusReason,
      );
    await setTimeout(100);
  }
  throw new Error(`${name} came to no end`);
}

describe('eks-fleet dev, asked for what it does not simulate', () => {
  afterEach(async () => {
    expect(await new EKSClient(using()).send(new ListClustersCommand({}))).toMatchObject({ clusters: [] });
  });

  it('fails the execution that comes to a task of an unknown service, by name', async () => {
    const { Role } = await new IAMClient(using()).send(
      new CreateRoleCommand({ RoleName: 'glue', AssumeRolePolicyDocument: trust('states.amazonaws.com') }),
    );
    const states = new SFNClient(using());
    const { stateMachineArn } = await states.send(
      new CreateStateMachineCommand({
        name: 'glue',
        definition: machine(GLUE),
        roleArn: Role?.Arn as string,
      }),
    );
    const { executionArn } = await states.send(new StartExecutionCommand({ stateMachineArn }));
    for (let look = 0; look < 100; look++) {
      const { status, error, cause } = await states.send(new DescribeExecutionCommand({ executionArn }));
      if (status === 'RUNNING') await setTimeout(50);
      else {
        expect([status, error, cause]).toEqual([
          'FAILED',
          'States.Runtime',
          expect.stringContaining(`${GLUE} is not simulated`),
        ]);
        return;
      }
    }
    throw new Error('the execution came to no end');
  });

  it('refuses rule targets of other services at the call, and fails the stack that has one', async () => {
    const events = new EventBridgeClient(using());
    await events.send(new PutRuleCommand({ Name: 'to', EventPattern: '{"source":["shop"]}' }));
    const stream = 'arn:aws:kinesis:us-west-2:111122223333:stream/orders';
    const role = 'arn:aws:iam::111122223333:role/glue';
    const put = events.send(
      new PutTargetsCommand({ Rule: 'to', Targets: [{ Id: '1', Arn: stream, RoleArn: role }] }),
    );
    await expect(put).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
    const reasons = await failuresOf('streams', {
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          EventPattern: { source: ['shop'] },
          Targets: [{ Id: '1', Arn: stream, RoleArn: role }],
        },
      },
    });
    expect(reasons).toEqual([expect.stringContaining('is not simulated')]);
  }, 30_000);

  it('answers for a FIFO queue, at the call and in a stack', async () => {
    const created = new SQSClient(using()).send(
      new CreateQueueCommand({ QueueName: 'a.fifo', Attributes: { FifoQueue: 'true' } }),
    );
    await expect(created).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
    const reasons = await failuresOf('fifo', {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'b.fifo', FifoQueue: true } },
    });
    expect(reasons).toEqual([expect.stringContaining('is not simulated')]);
  }, 30_000);
});
