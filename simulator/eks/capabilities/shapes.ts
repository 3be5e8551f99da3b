import * as z from 'zod';
import { clientRequestToken, flag, resourceName, roleArn, stringList, tags } from '../validate.ts';

/** Shapes of the requests about capabilities (SDK typings, models_0.d.ts). */
const roleMapping = z.strictObject({
  role: z.enum(['ADMIN', 'EDITOR', 'VIEWER'], {
    error: 'Invalid value for role; valid values are ADMIN, EDITOR, VIEWER',
  }),
  identities: z.array(
    z.strictObject({
      id: z.string(),
      type: z.enum(['SSO_USER', 'SSO_GROUP'], {
        error: 'Invalid value for type; valid values are SSO_USER, SSO_GROUP',
      }),
    }),
  ),
});

const ack = z.strictObject({ enableCrossNamespace: flag, disabledServices: stringList }).optional();

export const CREATE_CAPABILITY = z.strictObject({
  capabilityName: resourceName('capabilityName', 100),
  clusterName: z.string(),
  clientRequestToken,
  type: z.enum(['ACK', 'KRO', 'ARGOCD'], {
    error: 'Invalid value for type; valid values are ACK, KRO, ARGOCD',
  }),
  roleArn: roleArn('roleArn'),
  configuration: z
    .strictObject({
      argoCd: z
        .strictObject({
          namespace: z.string().optional(),
          awsIdc: z.strictObject({ idcInstanceArn: z.string(), idcRegion: z.string().optional() }),
          rbacRoleMappings: z.array(roleMapping).optional(),
          networkAccess: z.strictObject({ vpceIds: stringList }).optional(),
          endpointPrefix: z.string().optional(),
        })
        .optional(),
      ack,
    })
    .optional(),
  tags,
  deletePropagationPolicy: z.literal('RETAIN', {
    error: 'Invalid value for deletePropagationPolicy; the only valid value is RETAIN',
  }),
});

/** Argo CD's own settings cannot be changed here: `argoCd` is not modelled. */
export const UPDATE_CAPABILITY = z.strictObject({
  clusterName: z.string(),
  capabilityName: z.string(),
  roleArn: roleArn('roleArn').optional(),
  configuration: z.strictObject({ ack }).optional(),
  clientRequestToken,
  deletePropagationPolicy: z.literal('RETAIN').optional(),
});
