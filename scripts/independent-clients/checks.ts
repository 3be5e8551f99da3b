import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { CommandLine } from './command-line.ts';

/** One thing that a client must be able to do; a later one may build on what an earlier one made. */
export interface Check {
  readonly title: string;
  readonly run: (aws: CommandLine) => Promise<void>;
}

const ACCOUNT = '111122223333';
const BUS = 'eks-fleet-prod';
const machine = (region: string) =>
  `arn:aws:states:${region}:${ACCOUNT}:stateMachine:eks-fleet-prod-create-cluster`;

interface Execution {
  readonly executionArn: string;
  readonly status: string;
}

/** A cluster is asked for, and watched until it is there. */
const watching: readonly Check[] = [
  {
    title: 'a cluster is made by events put-events alone',
    run: async (aws) => {
      const sent = await aws.output<{ FailedEntryCount: number }>(
        'events put-events --entries file://events/samples/cluster-requested.json',
      );
      equal(sent.FailedEntryCount, 0);
      await aws.until<{ executions: readonly Execution[] }>(
        `stepfunctions list-executions --state-machine-arn ${machine('us-east-1')}`,
        ({ executions }) => executions.some(({ status }) => status === 'SUCCEEDED'),
      );
    },
  },
  {
    title: 'eks shows the cluster, its node group and its updates',
    run: async (aws) => {
      deepEqual(await aws.output('eks list-clusters'), { clusters: ['demo'] });
      const { cluster } = await aws.output<{ cluster: Record<string, unknown> }>(
        'eks describe-cluster --name demo',
      );
      equal(cluster.status, 'ACTIVE');
      const [group = ''] = await aws.output<string[]>(
        'eks list-nodegroups --cluster-name demo --query nodegroups',
      );
      const described = await aws.output<{ nodegroup: Record<string, unknown> }>(
        `eks describe-nodegroup --cluster-name demo --nodegroup-name ${group}`,
      );
      equal(described.nodegroup.status, 'ACTIVE');
      ok(
        Array.isArray((await aws.output<{ updateIds: string[] }>('eks list-updates --name demo')).updateIds),
      );
      deepEqual(await aws.output('eks list-clusters --region us-west-2'), { clusters: [] });
    },
  },
  {
    title: 'stepfunctions shows machines, the execution, and its history in pages',
    run: async (aws) => {
      const machines = await aws.output<string[]>(
        'stepfunctions list-state-machines --query stateMachines[].stateMachineArn',
      );
      ok(machines.includes(machine('us-east-1')));
      const [execution] = await aws.output<Execution[]>(
        `stepfunctions list-executions --state-machine-arn ${machine('us-east-1')} --query executions`,
      );
      const arn = `--execution-arn ${execution?.executionArn}`;
      equal((await aws.output<Execution>(`stepfunctions describe-execution ${arn}`)).status, 'SUCCEEDED');
      const ids = (more: string) =>
        aws.output<number[]>(`stepfunctions get-execution-history ${arn} --query events[].id${more}`);
      const whole = await ids('');
      ok(whole.length > 20);
      deepEqual(await ids(' --page-size 20'), whole);
    },
  },
  {
    title: 'dynamodb, cloudformation and events show what the fleet keeps, in pages',
    run: async (aws) => {
      const scan = (more: string) =>
        aws.output<number>(`dynamodb scan --table-name ${BUS}${more} --query Count`);
      ok((await scan('')) > 0);
      equal(await scan(' --page-size 1'), await scan(''));
      const stacks = await aws.output<string[]>(
        'cloudformation describe-stacks --query Stacks[].StackStatus',
      );
      ok(stacks.length > 2 && stacks.every((status) => /_COMPLETE$/.test(status)));
      const rules = (more: string) =>
        aws.output<string[]>(`events list-rules --event-bus-name ${BUS}${more} --query Rules[].Name`);
      ok((await rules('')).length > 2);
      deepEqual(await rules(' --page-size 2'), await rules(''));
    },
  },
];

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const target = JSON.stringify({
  Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:inbox`,
  RoleArn: `arn:aws:iam::${ACCOUNT}:role/schedules`,
});

const scheduling: readonly Check[] = [
  {
    title: 'scheduler takes schedules, and lists them in pages and by region',
    run: async (aws) => {
      await aws.output('iam create-role --role-name schedules --assume-role-policy-document', trust);
      // The services hear of a new role within ten virtual seconds.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const create = 'scheduler create-schedule --flexible-time-window Mode=OFF --target';
      for (const name of ['a', 'b', 'c'])
        await aws.output(
          create,
          target,
          '--name',
          `check-${name}`,
          '--schedule-expression',
          'cron(0 6 ? * MON-FRI *)',
        );
      const names = (more: string) =>
        aws.output<string[]>(`scheduler list-schedules --name-prefix check- --query Schedules[].Name${more}`);
      deepEqual(await names(''), ['check-a', 'check-b', 'check-c']);
      deepEqual(await names(' --page-size 2'), ['check-a', 'check-b', 'check-c']);
      deepEqual(await names(' --region us-west-2'), []);
      const read = await aws.output<Record<string, unknown>>('scheduler get-schedule --name check-b');
      deepEqual([read.State, read.ScheduleExpressionTimezone], ['ENABLED', 'UTC']);
      await aws.output('scheduler delete-schedule --name check-b');
      deepEqual(await names(''), ['check-a', 'check-c']);
    },
  },
];

/** Each refusal as the client words it: the code, and something of the message. */
const REFUSALS: readonly (readonly [string, RegExp])[] = [
  ['eks describe-cluster --name none', /\(ResourceNotFoundException\).*No cluster found for name: none/],
  ['scheduler get-schedule --name none', /\(ResourceNotFoundException\).*Schedule none does not exist\./],
  ['events describe-rule --name none', /\(ResourceNotFoundException\).*Rule none does not exist/],
  ['dynamodb scan --table-name none', /\(ResourceNotFoundException\).*Requested resource not found/],
  [
    'cloudformation describe-stacks --stack-name none',
    /\(ValidationError\).*Stack with id none does not exist/,
  ],
  [
    `stepfunctions describe-execution --execution-arn arn:aws:states:us-east-1:${ACCOUNT}:execution:none:none`,
    /\(ExecutionDoesNotExist\)/,
  ],
  ['eks list-clusters --no-sign-request', /403|MissingAuthenticationToken|Missing Authentication Token/],
];

const refused: readonly Check[] = [
  ...REFUSALS.map(([command, expected]) => ({
    title: `aws ${command.replace(/arn:\S+/, '…')} is refused in AWS's words`,
    run: async (aws: CommandLine) => match(await aws.refusal(command), expected),
  })),
  {
    title: 'a wrong secret is found out',
    run: async (aws) =>
      match(
        await aws.refusal('eks list-clusters', { AWS_SECRET_ACCESS_KEY: 'wrong' }),
        /SignatureDoesNotMatch/,
      ),
  },
];

export const CHECKS: readonly Check[] = [...watching, ...scheduling, ...refused];
