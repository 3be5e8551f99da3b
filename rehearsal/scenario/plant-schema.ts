import * as z from 'zod';
import { name } from './step.ts';

const tags = z.record(z.string(), z.string());

/** Leftovers of Kubernetes, planted into the cluster's network without the product knowing. */
export const plant = z.strictObject({
  cluster: name,
  region: name,
  /** `classic` and `network` are made by Services, `application` by Ingresses. */
  loadBalancers: z
    .array(
      z.strictObject({
        name,
        type: z.enum(['classic', 'application', 'network']),
        /** Names of planted security groups. */
        securityGroups: z.array(name).default([]),
        targetGroups: z.array(name).default([]),
        deletionProtection: z.boolean().default(false),
        /** The controller's own tags if absent. */
        tags: tags.optional(),
      }),
    )
    .default([]),
  securityGroups: z
    .array(
      z.strictObject({
        name,
        /** Other planted groups, or `cluster`, EKS's own: each gets a rule that mentions this one. */
        mentionedBy: z.array(name).default([]),
        tags: tags.optional(),
      }),
    )
    .default([]),
  networkInterfaces: z
    .array(
      z.strictObject({
        name,
        /** `in-use` by something outside of the cluster, until it is released. */
        status: z.enum(['available', 'in-use']).default('available'),
        securityGroups: z.array(name).default([]),
        tags: tags.optional(),
      }),
    )
    .default([]),
  /** The number of nodes that an autoscaler started outside of any group. */
  instances: z.int().min(0).default(0),
  /** The number of guests beside them: instances of others, on which nothing names the cluster. */
  guests: z.int().min(0).optional(),
  volumes: z.array(name).default([]),
  /** Instance profiles of the user's own, each with a role of the cluster's in it. */
  instanceProfiles: z.array(z.strictObject({ name, role: name })).optional(),
  /** Nothing is planted where the cluster is gone by then. */
  maybe: z.literal(true).optional(),
});
export type Plant = z.output<typeof plant>;

/**
 * A network of the user's own, with things of others in it. It is there before the fleet, and must be there after it.
 */
export const givenNetwork = z.strictObject({
  region: name,
  vpcId: name,
  cidrBlock: name,
  /** Name servers of its own, by its DHCP options. */
  domainNameServers: z.array(name).min(1).optional(),
  subnets: z.array(z.strictObject({ subnetId: name, cidrBlock: name, availabilityZone: name })).min(1),
  securityGroups: z
    .array(z.strictObject({ groupId: name, groupName: name, tags: tags.default({}) }))
    .default([]),
  /** One available interface in the first subnet for each of these descriptions. */
  networkInterfaces: z.array(name).default([]),
});
export type GivenNetwork = z.output<typeof givenNetwork>;

/** Takes planted things out of the way, by their names. */
export const release = z.strictObject({
  region: name,
  /** Detached from their users; they stay, available. */
  networkInterfaces: z.array(name).default([]),
  /** Deleted. */
  instanceProfiles: z.array(z.strictObject({ name, role: name })).default([]),
});
export type Release = z.output<typeof release>;
