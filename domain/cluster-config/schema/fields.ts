import * as z from 'zod';
import { isFleetPrincipal } from '../../access/principals.ts';

/** Our addition to zod's issue, so that a problem can say the allowed values and another way. */
export interface CheckParams {
  readonly allowed: string;
  readonly alternative?: string;
}

/** An object of which every member is known: anything else is refused by name. */
export function object<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape);
}

function checked(pattern: RegExp, message: string, allowed: string) {
  return z
    .string()
    .refine((text) => pattern.test(text), { error: message, params: { allowed } satisfies CheckParams });
}

/**
 * A field that eksctl knows and we do not carry out. It may stay absent; present, it is refused with its reason and
 * another way.
 */
export function refused(reason: string, alternative: string) {
  return z
    .unknown()
    .refine(() => false, { error: reason, params: { allowed: 'nothing', alternative } satisfies CheckParams })
    .meta({ not: {}, description: `Not carried out: ${reason}. ${alternative}.` })
    .optional();
}

export const text = z.string();
export const name = z.string().min(1);
export const flag = z.boolean();
export const wholeNumber = z.int().min(0);
export const names = z.array(name);
export const tags = z.record(z.string().min(1).max(128), z.string().max(256));
/** A JSON object that is passed on as it is: an IAM policy, kubelet or Bottlerocket settings. */
export const inlineDocument = z.record(z.string(), z.json());

/** Any ARN: six parts, a service and a resource. */
export const looseArn = checked(
  /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[a-z0-9]*:.+$/,
  'malformed ARN',
  'arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE',
);

/** An ARN that we hand to AWS: its account, where it has one, is 12 digits (or `aws` for things that AWS manages). */
export const arn = checked(
  /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:.+$/,
  'malformed ARN',
  'arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE with an account of 12 digits',
);

function iamArn(resource: string, kind: string) {
  return checked(
    new RegExp(`^arn:aws[a-z-]*:iam::(\\d{12}|aws):${resource}/[\\w+=,.@/-]+$`),
    `malformed ARN of an IAM ${kind}`,
    `arn:PARTITION:iam::ACCOUNT:${resource}/NAME with an account of 12 digits`,
  );
}

/**
 * True for the fleet's own roles and policies, of any stage and partition. The last part of an ARN tells it, since a
 * name in IAM is unique whatever its path and case. A document that names one would give pods the rights of the
 * fleet.
 */
const isFleets = (nameOrArn: string): boolean =>
  /(^|\/)eks-fleet-[^/]*$|:policy\/eks-fleet\//i.test(nameOrArn);

function nobodyElses<Schema extends z.ZodString>(schema: Schema, kind: string, alternative: string) {
  return schema.refine((text) => !isFleets(text), {
    error: `names that begin with eks-fleet- are the fleet's own: a document gives nobody its ${kind}`,
    params: {
      allowed: `a ${kind} of yours, whose name does not begin with eks-fleet-`,
      alternative,
    } satisfies CheckParams,
  });
}

export const roleArn = nobodyElses(
  iamArn('role', 'role'),
  'role',
  'leave the field out for a role that eks-fleet makes, or name one of yours',
);
export const policyArn = nobodyElses(
  iamArn('policy', 'policy'),
  'policy',
  'leave a boundary out: a role without one gets the boundary of the deployment. Attach policies of AWS or of yours',
);
/** A name of a role that we make, which is under the same path as the fleet's own. */
export const roleName = nobodyElses(
  name.max(64).regex(/^[\w+=,.@-]+$/),
  'role',
  'choose another name, or leave it out',
);
export const instanceProfileArn = iamArn('instance-profile', 'instance profile');

/** An IAM principal that an access entry may name. */
export const principalArn = checked(
  /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
  'malformed ARN of an IAM principal',
  'arn:PARTITION:iam::ACCOUNT:role/NAME or …:user/NAME with an account of 12 digits',
).refine((text) => !isFleetPrincipal(text), {
  error: 'eks-fleet makes and removes its own access entry, by the level at which it manages the cluster',
  params: {
    allowed: 'a principal that is not of eks-fleet',
    alternative: 'remove the entry',
  } satisfies CheckParams,
});

export const kmsKeyArn = checked(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/.+$/,
  'malformed ARN of a KMS key',
  'arn:PARTITION:kms:REGION:ACCOUNT:key/ID',
);

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
export const ipv4Cidr = checked(
  new RegExp(`^${octet}(\\.${octet}){3}/(3[0-2]|[12]?\\d)$`),
  'malformed IPv4 CIDR block',
  'a block such as 10.0.0.0/16',
);
export const ipv6Cidr = checked(
  /^[0-9a-fA-F:]*:[0-9a-fA-F:]*\/(12[0-8]|1[01]\d|[1-9]?\d)$/,
  'malformed IPv6 CIDR block',
  'a block such as 2600:1f14::/56',
);

function id(prefix: string, what: string) {
  return checked(new RegExp(`^${prefix}-[\\w-]+$`), `malformed id of ${what}`, `${prefix}-…`);
}

export const subnetId = id('subnet', 'a subnet');
export const vpcId = id('vpc', 'a VPC');
export const securityGroupId = id('sg', 'a security group');
export const launchTemplateId = id('lt', 'a launch template');

/** Kubernetes' own duration strings, for example `30m` or `1h`. */
export const duration = checked(
  /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/,
  'malformed duration',
  'a duration such as 15s',
);
