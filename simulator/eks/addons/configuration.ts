import { parse } from 'yaml';
import * as z from 'zod';
import { type ErrorMembers, invalidParameter } from '../errors.ts';

/**
 * The configuration schemas of the add-ons, for DescribeAddonConfiguration and for the check of
 * `configurationValues`. Top-level members are those that the add-ons' charts publish. Their content is not checked,
 * nor are add-ons whose members are not known for sure.
 */
const object = z.looseObject({}).optional();
const list = z.array(z.unknown()).optional();
const text = z.string().optional();
const scheduling = {
  affinity: z.looseObject({}).nullish(),
  nodeSelector: object,
  tolerations: list,
  podAnnotations: object,
  podLabels: object,
  priorityClassName: text,
  resources: object,
  updateStrategy: object,
};
const textFlag = z.union([z.boolean(), z.enum(['true', 'false'])]).optional();

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  'vpc-cni': z.strictObject({
    ...scheduling,
    env: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    init: object,
    nodeAgent: object,
    eniConfig: object,
    enableNetworkPolicy: textFlag,
    enableWindowsIpam: textFlag,
    enableWindowsPrefixDelegation: textFlag,
    warmWindowsPrefixTarget: z.number().optional(),
    warmWindowsIPTarget: z.number().optional(),
    minimumWindowsIPTarget: z.number().optional(),
    branchENICooldown: z.number().optional(),
    livenessProbeTimeoutSeconds: z.number().optional(),
    readinessProbeTimeoutSeconds: z.number().optional(),
    extraVolumes: list,
    extraVolumeMounts: list,
  }),
  coredns: z.strictObject({
    ...scheduling,
    autoScaling: object,
    computeType: z.string().optional(),
    corefile: text,
    podDisruptionBudget: object,
    replicaCount: z.int().optional(),
    topologySpreadConstraints: list,
  }),
  'kube-proxy': z.strictObject({
    ...scheduling,
    ipvs: object,
    mode: z.enum(['iptables', 'ipvs', 'nftables']).optional(),
  }),
  'eks-pod-identity-agent': z.strictObject({ ...scheduling, agent: object }),
};

const schemaOf = (addonName: string): z.ZodType => SCHEMAS[addonName] ?? z.looseObject({});

export function configurationSchema(addonName: string): string {
  return JSON.stringify(z.toJSONSchema(schemaOf(addonName)));
}

/** The values as an object: JSON or YAML (EKS guide, "Create an Amazon EKS add-on"), not yet held against a schema. */
export function parseValues(
  configurationValues: string | undefined,
  members: ErrorMembers,
): Readonly<Record<string, unknown>> {
  if (configurationValues === undefined || configurationValues.trim() === '') return {};
  let values: unknown;
  try {
    values = parse(configurationValues);
  } catch {
    values = undefined;
  }
  if (values !== null && typeof values === 'object' && !Array.isArray(values)) {
    return values as Readonly<Record<string, unknown>>;
  }
  throw invalidParameter('The ConfigurationValues provided is not in valid YAML or JSON format.', members);
}

/** The values, as the add-on's schema allows them. */
export function parseConfiguration(
  addonName: string,
  configurationValues: string | undefined,
  members: ErrorMembers,
): Readonly<Record<string, unknown>> {
  const values = parseValues(configurationValues, members);
  const result = schemaOf(addonName).safeParse(values);
  if (!result.success) {
    const reasons = result.error.issues.map((issue) => {
      const path = ['$', ...issue.path].join('.');
      return issue.code === 'unrecognized_keys'
        ? `${path}.${issue.keys[0]}: is not defined in the schema and the schema does not allow additional properties`
        : `${path}: ${issue.message}`;
    });
    throw invalidParameter(
      `ConfigurationValue provided in request is not supported: Json schema validation failed with error: [${reasons.join(', ')}]`,
      members,
    );
  }
  return values;
}
