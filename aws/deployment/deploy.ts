import {
  CloudFormationClient,
  CreateStackCommand,
  type Parameter,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { fleetRegions, fleetTable, leasesTable } from '../fleet.ts';
import { findStack } from './find-stack.ts';
import type { DeployOptions } from './options.ts';
import { setDeletionProtection } from './protect-table.ts';
import { replicaSteps } from './replica-steps.ts';
import { bringToRest, untilSettled } from './stack-status.ts';

interface Template {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

interface FleetStack {
  readonly stackName: string;
  readonly body: string;
  readonly region: string;
  readonly Parameters?: readonly Parameter[];
  readonly artifacts?: DeployOptions['artifacts'];
}

const BUCKET = 'ServerlessDeploymentBucket';
export const REQUESTERS_PARAMETER = 'RequesterPrincipalArns';

/**
 * Deploys the global stack in the home region, then the regional one in each region, side by side or one by one. What
 * if this runs twice? A stack that is there is updated, and one that needs no update is left as it is.
 */
export async function deployFleet(options: DeployOptions): Promise<void> {
  const [home] = options.regions;
  if (home === undefined) throw new Error('A fleet needs at least one region');
  const { stage, templates, artifacts } = options;
  await deployGlobal({ ...options, home });
  const deployRegion = async (region: string) => {
    await deployStack(
      {
        stackName: regionalStack(stage),
        body: templates.regional,
        region,
        Parameters: [
          { ParameterKey: 'HomeRegion', ParameterValue: home },
          ...(await requestersParameter(region, options)),
        ],
        ...(artifacts ? { artifacts } : {}),
      },
      options,
    );
    for (const table of [leasesTable(stage), fleetTable(stage)])
      await setDeletionProtection(region, table, true, options.sleep);
  };
  if (options.oneByOne) for (const region of options.regions) await deployRegion(region);
  else await Promise.all(options.regions.map(deployRegion));
}

/** Deploys the global stack alone, step by step: its table has a replica in each region of the template's. */
export async function deployGlobal({
  home,
  ...options
}: Pick<DeployOptions, 'sleep' | 'onProgress' | 'stage' | 'templates'> & {
  readonly home: string;
}): Promise<void> {
  const { stage, templates } = options;
  const replicated = await fleetRegions(home, stage);
  for (const body of replicaSteps(templates.global, replicated))
    await deployStack({ stackName: globalStack(stage), body, region: home }, options);
}

/**
 * The parameter with the requesters. A parameter that an update leaves out goes back to the template's default, so
 * that the given value is kept by name.
 */
async function requestersParameter(
  region: string,
  { requesters, stage }: DeployOptions,
): Promise<readonly Parameter[]> {
  const ParameterKey = REQUESTERS_PARAMETER;
  if (requesters) return [{ ParameterKey, ParameterValue: requesters.join(',') }];
  const stack = await findStack(new CloudFormationClient({ region }), regionalStack(stage));
  const isKept = stack?.Parameters?.some((parameter) => parameter.ParameterKey === ParameterKey) ?? false;
  return isKept ? [{ ParameterKey, UsePreviousValue: true }] : [];
}

export const globalStack = (stage: string): string => `eks-fleet-global-${stage}`;
export const regionalStack = (stage: string): string => `eks-fleet-${stage}`;

/** Makes the stack's artifact bucket first, as the template itself is too large to be sent inline. */
async function deployStack(
  { stackName, body, region, Parameters = [], artifacts }: FleetStack,
  options: Pick<DeployOptions, 'sleep' | 'onProgress'>,
): Promise<void> {
  const say = options.onProgress ?? (() => undefined);
  const cloudFormation = new CloudFormationClient({ region });
  if (!(await bringToRest(cloudFormation, { stackName, region }, options))) {
    say(`${region}: creating ${stackName}`);
    await cloudFormation.send(
      new CreateStackCommand({ StackName: stackName, TemplateBody: bucketOnly(body) }),
    );
    await untilSettled(cloudFormation, stackName, options.sleep);
  }
  const bucket = await artifactBucket(cloudFormation, stackName);
  if (!bucket) throw new Error(`stack ${stackName} in ${region} has no output ${BUCKET}Name`);
  const s3 = new S3Client({ region });
  const sent = await sendMissing(s3, bucket, artifacts);
  if (sent > 0) say(`${region}: sent ${sent} functions`);
  const key = `templates/${stackName}.json`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  say(`${region}: updating ${stackName}`);
  const TemplateURL = objectUrl(region, bucket, key);
  const update = { StackName: stackName, TemplateURL, Parameters: [...Parameters] };
  if (await updateStack(cloudFormation, update, options.sleep))
    await untilSettled(cloudFormation, stackName, options.sleep);
  say(`${region}: ${stackName} is deployed`);
}

/**
 * The URL at which CloudFormation reads an object, whatever the endpoint of this process: China has another domain
 * than the rest.
 */
export function objectUrl(region: string, Bucket: string, key: string): string {
  const { url } = new S3Client({ region }).config.endpointProvider({ Region: region, Bucket });
  return new URL(key, url).href;
}

/** The bucket of a stack's code and templates; undefined where there is no such stack. */
export async function artifactBucket(
  client: CloudFormationClient,
  stackName: string,
): Promise<string | undefined> {
  const stack = await findStack(client, stackName);
  return stack?.Outputs?.find(({ OutputKey }) => OutputKey === `${BUCKET}Name`)?.OutputValue;
}

/** Sends the artifacts that are not there yet, and answers how many those were. */
async function sendMissing(
  s3: S3Client,
  Bucket: string,
  artifacts: DeployOptions['artifacts'] = new Map(),
): Promise<number> {
  let sent = 0;
  for (const [Key, Body] of artifacts) {
    const found = await s3.send(new HeadObjectCommand({ Bucket, Key })).catch((error: Error) => {
      if (error.name === 'NotFound' || error.name === 'NoSuchKey') return undefined;
      throw error;
    });
    if (found) continue;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    sent++;
  }
  return sent;
}

/**
 * Asks for an update, and answers whether there is one. A stack that is UPDATE_ROLLBACK_COMPLETE may be as the
 * template says already, and stays in that status.
 */
async function updateStack(
  client: CloudFormationClient,
  update: { readonly StackName: string; readonly TemplateURL: string; readonly Parameters: Parameter[] },
  sleep: DeployOptions['sleep'],
): Promise<boolean> {
  for (let attempt = 1; ; attempt++)
    try {
      await client.send(
        new UpdateStackCommand({ ...update, Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'] }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // CloudFormation has no code of its own for an update that changes nothing, nor for S3 that throttles it.
      if (/No updates are to be performed/.test(error.message)) return false;
      if (!S3_THROTTLES.test(error.message) || attempt === MOST_TRIES) throw error;
      await sleep(THROTTLED_MS * attempt);
    }
}

/** S3 turns CloudFormation away as it reads the template. */
const S3_THROTTLES = /^S3 error: (Rate exceeded|Please reduce your request rate|Slow ?Down)/i;
const MOST_TRIES = 10;
const THROTTLED_MS = 2000;

/** The part of the template that must be there before code and template can be uploaded. */
function bucketOnly(body: string): string {
  const { Resources, Outputs = {} } = JSON.parse(body) as Template;
  const pick = (from: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => name.startsWith(BUCKET)));
  return JSON.stringify({
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: pick(Resources),
    Outputs: pick(Outputs),
  });
}
