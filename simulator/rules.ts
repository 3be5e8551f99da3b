import { AUTO_SCALING_RULES } from './autoscaling/rules.ts';
import { CLIENT_RULES } from './clients/rules.ts';
import { CLOUDFORMATION_RULES } from './cloudformation/rules.ts';
import { DYNAMODB_RULES } from './dynamodb/rules.ts';
import { IMAGE_RULES } from './ec2/images/rules.ts';
import { EKS_RULES } from './eks/rules.ts';
import { EVENTBRIDGE_RULES } from './eventbridge/rule-sources.ts';
import { HEALTH_RULES } from './health/rules.ts';
import { IAM_RULES } from './iam/rules.ts';
import { KUBERNETES_RULES } from './kubernetes/rules.ts';
import { LAMBDA_RULES } from './lambda/rules.ts';
import { ROUTE53_RULES } from './route53/rules.ts';
import type { Rule } from './rule.ts';
import { S3_RULES } from './s3/rules.ts';
import { SCHEDULER_RULES } from './scheduler/rules.ts';
import { SERVICE_QUOTAS_RULES } from './servicequotas/rules.ts';
import { SITE_RULES } from './sites/rules.ts';
import { STEP_FUNCTIONS_RULES } from './stepfunctions/rules.ts';

interface RulesOfService {
  readonly service: string;
  readonly rules: readonly Rule[];
  /** The folders under `tests/simulator` that the rules' tests are in. */
  readonly folders: readonly string[];
}

/** Every rule that the simulator enforces and whose source it names, a service after the other. */
export const RULES: readonly RulesOfService[] = [
  { service: 'EKS', rules: EKS_RULES, folders: ['eks'] },
  { service: 'Kubernetes and Karpenter', rules: KUBERNETES_RULES, folders: ['kubernetes'] },
  { service: 'IAM and STS', rules: IAM_RULES, folders: ['iam', 'sts'] },
  { service: 'Step Functions', rules: STEP_FUNCTIONS_RULES, folders: ['stepfunctions'] },
  { service: 'EventBridge', rules: EVENTBRIDGE_RULES, folders: ['eventbridge'] },
  { service: 'EventBridge Scheduler', rules: SCHEDULER_RULES, folders: ['scheduler'] },
  { service: 'Lambda and VPC traffic', rules: LAMBDA_RULES, folders: ['lambda', 'ec2'] },
  { service: 'EC2 images', rules: IMAGE_RULES, folders: ['ec2'] },
  { service: 'DynamoDB', rules: DYNAMODB_RULES, folders: ['dynamodb'] },
  { service: 'CloudFormation', rules: CLOUDFORMATION_RULES, folders: ['cloudformation'] },
  { service: 'Auto Scaling', rules: AUTO_SCALING_RULES, folders: ['autoscaling'] },
  { service: 'Route 53', rules: ROUTE53_RULES, folders: ['route53', 's3'] },
  { service: 'S3', rules: S3_RULES, folders: ['s3'] },
  { service: 'AWS Health', rules: HEALTH_RULES, folders: ['health'] },
  { service: 'Service Quotas', rules: SERVICE_QUOTAS_RULES, folders: ['servicequotas'] },
  { service: 'Clients and applications', rules: CLIENT_RULES, folders: ['clients', 'sites'] },
  { service: 'Sites outside of AWS', rules: SITE_RULES, folders: ['sites'] },
];
