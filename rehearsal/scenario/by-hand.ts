import * as z from 'zod';

const name = z.string().min(1);

/** Plain calls to AWS, one after the other. */
export const callsByHand = z
  .array(
    z.strictObject({
      service: z.enum([
        'cloudformation',
        'dynamodb',
        'ec2',
        'eks',
        'iam',
        'logs',
        'scheduler',
        'sns',
        'sqs',
        'states',
      ]),
      operation: name,
      request: z.record(z.string(), z.json()),
    }),
  )
  .min(1);

/** A person's changes past the fleet, by plain calls to AWS. */
export const byHand = z.strictObject({
  region: name,
  calls: callsByHand,
  /** A refusal of AWS is no failure of the step: a person tries, whatever is there by then. */
  maybe: z.literal(true).optional(),
});
type Administrator = z.output<typeof byHand>;
type Client = { send(command: object): Promise<unknown> };
type Module = Readonly<Record<string, new (input: object) => object>>;

/** The clients that an administrator uses, by the names that the AWS command line has for their services. */
const SERVICES: Readonly<Record<Administrator['calls'][number]['service'], () => Promise<unknown>>> = {
  cloudformation: () => import('@aws-sdk/client-cloudformation'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  ec2: () => import('@aws-sdk/client-ec2'),
  eks: () => import('@aws-sdk/client-eks'),
  iam: () => import('@aws-sdk/client-iam'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  scheduler: () => import('@aws-sdk/client-scheduler'),
  sns: () => import('@aws-sdk/client-sns'),
  sqs: () => import('@aws-sdk/client-sqs'),
  states: () => import('@aws-sdk/client-sfn'),
};
const CLIENTS = {
  cloudformation: 'CloudFormationClient',
  dynamodb: 'DynamoDBClient',
  ec2: 'EC2Client',
  eks: 'EKSClient',
  iam: 'IAMClient',
  logs: 'CloudWatchLogsClient',
  scheduler: 'SchedulerClient',
  sns: 'SNSClient',
  sqs: 'SQSClient',
  states: 'SFNClient',
} as const;

/** Makes a person's calls to AWS past the fleet, one after the other. */
export async function callAsAdministrator({ region, calls, maybe }: Administrator): Promise<void> {
  for (const { service, operation, request } of calls) {
    const module = (await SERVICES[service]()) as Module;
    const Command = module[`${operation}Command`];
    const Client = module[CLIENTS[service]];
    if (!Command || !Client) throw new Error(`the SDK has no operation ${operation} of ${service}`);
    await (new Client({ region }) as Client).send(new Command(request)).catch((error: unknown) => {
      const isRefused = (error as { readonly $fault?: string }).$fault === 'client';
      if (!(maybe && isRefused)) throw error;
    });
  }
}
