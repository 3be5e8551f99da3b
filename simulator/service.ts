import type { AwsError } from './aws-error.ts';

/**
 * The identity that makes a call. A function or state machine calls as the role that the template gives it; a service
 * principal (`events.amazonaws.com`) calls on its own behalf and is judged by resource policies; the account's
 * administrator (whoever runs `eks-fleet` or the `aws` command line against the simulator) may do everything.
 */
export type Caller =
  | { readonly kind: 'administrator'; readonly arn: string; readonly accountId: string }
  | { readonly kind: 'role'; readonly arn: string; readonly roleArn: string; readonly accountId: string }
  | {
      readonly kind: 'service';
      readonly principal: string;
      readonly accountId: string;
      readonly sourceArn?: string;
    };

/** One decoded API call, as it reaches a service. */
export interface Call {
  /** The operation's name in the service model, for example `CreateCluster`. */
  readonly operation: string;
  readonly caller: Caller;
  readonly requestId: string;
  /** It came over a seam, which has made the input for it, and makes its own of the output: nobody else holds either. */
  readonly isOverSeam?: boolean;
}

/** One question to IAM: may the caller do `action` to `resource`, under these condition keys? */
export interface Authorization {
  /** For example `eks:CreateCluster`. */
  readonly action: string;
  /** An ARN, or `*` where the action takes no resource. */
  readonly resource: string;
  /** Condition keys of the service authorization reference, for example `aws:ResourceTag/x`. */
  readonly context?: Readonly<Record<string, string | readonly string[] | boolean>>;
  /** The policy of the resource itself (a bus, a queue, a topic), where it has one. */
  readonly resourcePolicy?: unknown;
}

/**
 * An operation of a service: takes the decoded input, returns the output or throws `AwsError`. Written as a
 * method, whose parameters TypeScript compares both ways, so that each service states the SDK's own input type.
 */
export type Operation = { operation(input: object, call: Call): unknown }['operation'];

/**
 * A simulated AWS service in one region. An operation that it does not list answers `NotSimulated` and ends the run.
 * Operations must validate before they change anything. A caller's changes to an answer must never reach the
 * service's state: a seam copies what passes it, by its shape or its encoding, before the next timer runs; all else
 * is copied by `operationsOf`.
 */
export interface Service {
  /** The name in the signature's credential scope: `eks`, `states`, `events`, `dynamodb`, `cloudformation`… */
  readonly signingName: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /**
   * Permissions that `operation` needs before it runs; the default is `<iamPrefix>:<operation>` on `*`. Services name
   * the real resource ARNs, as the service authorization reference gives them.
   */
  authorize(
    operation: string,
    input: Readonly<Record<string, unknown>>,
    caller: Caller,
  ): readonly Authorization[];
  /** The refusal of a call that finds its request bucket empty, for services with words of their own. */
  readonly throttled?: () => AwsError;
  /** CloudFormation resource types that this service provides. */
  readonly resourceTypes?: Readonly<Record<string, ResourceProvider>>;
}

/** Properties of a CloudFormation resource after intrinsics are resolved. */
export type Properties = Readonly<Record<string, unknown>>;

export interface ResourceContext {
  readonly stackId: string;
  readonly stackName: string;
  readonly logicalId: string;
  /** The stack's tags and the `aws:cloudformation:*` tags, to be put on taggable resources. */
  readonly tags: Readonly<Record<string, string>>;
  /** The resource's `UpdatePolicy`, as the template has it. */
  readonly updatePolicy?: Readonly<Record<string, unknown>> | undefined;
  /** The identity that CloudFormation acts as: the stack's service role, else the caller. */
  readonly caller: Caller;
  /** Asks IAM as CloudFormation does, and throws the service's AccessDenied where the answer is no. */
  authorize(authorization: Authorization): void;
}

/** The values that `Ref` and `Fn::GetAtt` have for a resource. */
export interface Provisioned {
  readonly physicalId: string;
  /** The value of `Ref`; the physical id where it is absent. */
  readonly ref?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * A CloudFormation resource type. Each method may take virtual time (`region.kernel.sleep`) and fails with
 * `AwsError`, whose message becomes the resource's status reason.
 */
export interface ResourceProvider {
  /** Properties whose change replaces the resource, from the "Update requires: Replacement" of its reference. */
  readonly replacementProperties: readonly string[];
  create(properties: Properties, context: ResourceContext): Promise<Provisioned>;
  update(
    physicalId: string,
    properties: Properties,
    previous: Properties,
    context: ResourceContext,
  ): Promise<Provisioned>;
  delete(physicalId: string, properties: Properties, context: ResourceContext): Promise<void>;
}
