import * as z from 'zod';

type Arn<
  Service extends string,
  Resource extends string,
> = `arn:${string}:${Service}:${string}:${Resource}/${string}`;

/** An ARN of AWS's; or one that is made like it, for things that only the fleet has. */
const arn = <const Service extends string, const Resource extends string>(
  service: Service,
  resource: Resource,
) =>
  z.string().regex(new RegExp(`^arn:[^:]+:${service}:[^:]+:[^:]*:${resource}/`)) as unknown as z.ZodType<
    Arn<Service, Resource>,
    Arn<Service, Resource>
  >;

/** A cluster; its identity is the ARN that EKS gives it. */
export const clusterRef = z.strictObject({
  name: z.string(),
  region: z.string(),
  arn: arn('eks', 'cluster'),
});
export type ClusterRef = z.infer<typeof clusterRef>;

/** A Fleet document; `region` is the home region, which keeps it. */
export const fleetDocumentRef = z.strictObject({
  name: z.string(),
  region: z.string(),
  arn: arn('eks-fleet', 'fleet'),
});
export type FleetDocumentRef = z.infer<typeof fleetDocumentRef>;

/** The subjects of operations, by type. The ARN tells one type from another, also where only the ARN is known. */
export const SUBJECTS = { cluster: clusterRef, fleet: fleetDocumentRef } as const;
export type SubjectType = keyof typeof SUBJECTS;
export type SubjectRef<Type extends SubjectType = SubjectType> = {
  readonly [Each in Type]: z.infer<(typeof SUBJECTS)[Each]>;
}[Type];

interface Account {
  readonly partition: string;
  readonly accountId: string;
}

const MAKE: {
  readonly [Type in SubjectType]: (account: Account, region: string, name: string) => SubjectRef<Type>['arn'];
} = {
  cluster: ({ partition, accountId }, region, name) =>
    `arn:${partition}:eks:${region}:${accountId}:cluster/${name}`,
  fleet: ({ partition, accountId }, region, name) =>
    `arn:${partition}:eks-fleet:${region}:${accountId}:fleet/${name}`,
};

/** The ARN of a cluster, as EKS makes it. */
export const clusterArn = MAKE.cluster;
/** The ARN by which requests about a Fleet document are claimed and its lease is held. */
export const fleetArn = MAKE.fleet;

/** A subject by its name, in the region that its requests are sent to. */
export const subjectNamed = <Type extends SubjectType>(
  type: Type,
  account: Account,
  region: string,
  name: string,
): SubjectRef<Type> => ({ name, region, arn: MAKE[type](account, region, name) }) as SubjectRef<Type>;

/** A subject by its ARN alone, which has its name and region in it; undefined where it is of another type. */
export function subjectAt<Type extends SubjectType>(type: Type, arn: string): SubjectRef<Type> | undefined {
  const [, , , region = '', , resource = ''] = arn.split(':');
  const name = resource.slice(resource.indexOf('/') + 1);
  return SUBJECTS[type].safeParse({ name, region, arn }).data as SubjectRef<Type> | undefined;
}
