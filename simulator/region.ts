import type { AwsEvent } from './eventbridge/aws-event.ts';
import type { Faults, TakenEvent } from './fault.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { Outages } from './outages.ts';
import type { Authorization, Caller, Service } from './service.ts';

/**
 * A region as its services see it. Services reach one another only through the ports below, so that each can
 * be built and tested beside stand-ins; calls that IAM must judge go through `call`.
 */
export interface Region {
  readonly name: string;
  readonly accountId: string;
  readonly partition: string;
  readonly kernel: Kernel;
  readonly settings: RegionSettings;
  /** Failures of single calls. */
  readonly faults: Faults;
  /** Told of each event that a bus of the region has taken. */
  readonly observeEvent?: ((event: TakenEvent) => void) | undefined;
  /** Told of each change of something that others on the internet may ask for. */
  readonly endpointsChanged?: (() => void) | undefined;
  /** Services and regions that are down, and regions that cannot reach each other. */
  readonly outages: Outages;
  /** `arn:aws:<service>:<region>:<account>:<resource>`; pass an empty region for global services. */
  arn(service: string, resource: string, region?: string): string;
  /** Names of the regions in this world. */
  regionNames(): readonly string[];
  /** The same account in another region; throws `NotSimulated` where the world has no such region. */
  elsewhere(name: string): Region;
  /** A service of this region by its signing name. IAM, STS and Route 53 are one for all regions. */
  service(signingName: string): Service;
  /**
   * Makes an API call inside the simulated world, as `caller`: authorised, throttled and traced like one from
   * outside, without the wire. Used by Step Functions' SDK integrations.
   */
  call(
    signingName: string,
    operation: string,
    input: Record<string, unknown>,
    caller: Caller,
  ): Promise<unknown>;
  /** Asks IAM; throws AccessDenied (with the service's own code and AWS's wording) where the answer is no. */
  authorize(caller: Caller, authorization: Authorization): void;
  readonly lambda: LambdaPort;
  readonly stepFunctions: StepFunctionsPort;
  readonly events: EventsPort;
  readonly queues: QueuePort;
  readonly topics: TopicPort;
  readonly roles: RolePort;
  readonly network: NetworkPort;
  readonly logs: LogPort;
  readonly metrics: MetricPort;
}

/** Settings of a region that a scenario may change; the defaults are AWS's. */
export interface RegionSettings {
  /** Service Quotas by `<service>/<name>`, for example `eks/clusters`. */
  readonly quotas: Readonly<Record<string, number>>;
  /** Request buckets by `<service>/<operation>` or `<service>`: capacity, and tokens a second. */
  readonly buckets: Readonly<Record<string, { readonly capacity: number; readonly refillPerSecond: number }>>;
  /** Multiplies every sampled duration; 1 unless a test says otherwise. */
  readonly durationScale: number;
}

export interface LambdaPort {
  /**
   * Invokes a function and waits for it (RequestResponse). A handler's error is a result with `functionError`; a
   * refusal of Lambda's own (`TooManyRequestsException`, `ResourceNotFoundException`) is an `AwsError`.
   */
  invoke(functionArn: string, payload: unknown, caller: Caller): Promise<LambdaResult>;
  /** Queues an asynchronous invocation: two retries, then the function's dead-letter queue. */
  invokeAsynchronously(functionArn: string, payload: unknown, caller: Caller): void;
}

export interface LambdaResult {
  readonly statusCode: number;
  /** The handler's result, or `{ errorType, errorMessage, trace }`. */
  readonly payload: unknown;
  /** The payload as its runtime wrote it, where that is not JSON as Node writes it. */
  readonly payloadText?: string;
  readonly functionError?: 'Unhandled';
  readonly requestId: string;
}

export interface StepFunctionsPort {
  startExecution(
    request: { readonly stateMachineArn: string; readonly input: string; readonly name?: string },
    caller: Caller,
  ): { readonly executionArn: string };
}

export interface EventsPort {
  /** Puts an event that an AWS service itself emits on the default bus (source `aws.*`). */
  publishServiceEvent(event: Pick<AwsEvent, 'source' | 'detail-type' | 'resources' | 'detail'>): void;
  /** Delivers an event that a rule in another region forwarded to a bus here. */
  receive(busArn: string, event: AwsEvent, caller: Caller): void;
}

export interface QueuePort {
  /** Sends as a service or role; the queue's policy is judged. Throws `AwsError`. */
  send(queueArn: string, body: string, attributes: Readonly<Record<string, string>>, caller: Caller): void;
}

export interface TopicPort {
  publish(topicArn: string, subject: string, message: string, caller: Caller): void;
}

export interface RolePort {
  /** The role, or undefined. Roles are global. */
  find(roleArn: string): { readonly arn: string; readonly name: string } | undefined;
  /**
   * Throws unless `caller` may pass the role to `servicePrincipal` and the role trusts it. `sourceArn` is the resource
   * that the service says it acts for (`aws:SourceArn`), where it does.
   */
  assertPassable(caller: Caller, roleArn: string, servicePrincipal: string, sourceArn?: string): void;
  /** Throws unless the role's trust policy lets the service assume it; returns the caller it becomes. */
  assume(roleArn: string, servicePrincipal: string, sessionName: string, sourceArn?: string): Caller;
  /** The role that a service has in the account for itself, whether it is there yet or not. */
  serviceLinked(servicePrincipal: string): ServiceLinkedRole;
  /** Makes an instance profile that has the role, as a service does; returns the function that removes it. */
  holdInProfile(roleArn: string, profileName: string): () => void;
}

export interface ServiceLinkedRole {
  readonly name: string;
  readonly arn: string;
  /**
   * Makes the role with the identity of the first caller that needs it; does nothing if the role is there. Throws
   * AccessDenied unless the caller may (`iam:CreateServiceLinkedRole`).
   */
  make(caller: Caller): void;
}

export interface LogPort {
  /** Writes one line to a log stream, for services that log on their own. */
  write(logGroupName: string, logStreamName: string, message: string): void;
}

export interface MetricPort {
  /** Counts for a metric that a service itself keeps, in a namespace of AWS's own (`AWS/Scheduler`). */
  record(
    namespace: string,
    metricName: string,
    dimensions: readonly { readonly Name: string; readonly Value: string }[],
    value: number,
  ): void;
}

/** EC2's operations that EKS and Auto Scaling use; ids as in the EC2 API. */
export interface NetworkPort {
  subnet(subnetId: string): SubnetFacts | undefined;
  securityGroup(groupId: string): { readonly groupId: string; readonly vpcId: string } | undefined;
  createSecurityGroup(request: {
    readonly groupName: string;
    readonly description: string;
    readonly vpcId: string;
    readonly tags: Readonly<Record<string, string>>;
    /** The service that made it, for the record. */
    readonly managedBy?: string;
    /** Whether members of the group reach one another. */
    readonly letsItselfIn?: boolean;
  }): { readonly groupId: string };
  /** One that is gone, in use or referenced is left as it is, as EKS leaves its groups behind. */
  deleteSecurityGroup(groupId: string): void;
  createNetworkInterface(request: {
    readonly subnetId: string;
    readonly groupIds: readonly string[];
    readonly description: string;
    readonly requesterManaged: boolean;
    readonly tags?: Readonly<Record<string, string>>;
    /** Gives it a public address, as those of an internet-facing load balancer have. */
    readonly associatePublicIp?: boolean;
  }): { readonly networkInterfaceId: string };
  deleteNetworkInterface(networkInterfaceId: string): void;
  /** Whether security groups let a TCP connection pass from any of the interfaces to any of the others, in one VPC. */
  admits(fromInterfaceIds: readonly string[], toInterfaceIds: readonly string[], port: number): boolean;
  /** Whether names of private hosted zones are resolved in the VPC: by the server given, or by its DHCP options'. */
  resolvesNames(vpcId: string, server?: string): boolean;
  /** The private IPv4 addresses of interfaces. */
  addressesOf(networkInterfaceIds: readonly string[]): readonly string[];
  /** The network interfaces that an instance has. */
  interfacesOf(instanceId: string): readonly string[];
  launchTemplate(idOrName: { readonly id?: string; readonly name?: string }): LaunchTemplateFacts | undefined;
  keyPairExists(keyName: string): boolean;
  /** The name of an image; undefined where there is none of that id. */
  imageName(imageId: string): string | undefined;
  /**
   * Starts instances for a group and resolves when all run, or fails with EC2's error
   * (`InsufficientInstanceCapacity`, `VcpuLimitExceeded`, `InsufficientFreeAddressesInSubnet`).
   */
  launchInstances(request: {
    readonly count: number;
    readonly instanceTypes: readonly string[];
    readonly subnetIds: readonly string[];
    readonly groupIds: readonly string[];
    readonly tags: Readonly<Record<string, string>>;
    readonly spot: boolean;
    /** Must exist where it is given (`InvalidAMIID.NotFound`). */
    readonly imageId?: string;
    /** Must exist where it is given (`InvalidKeyPair.NotFound`). */
    readonly keyName?: string;
  }): Promise<
    readonly {
      readonly instanceId: string;
      readonly subnetId: string;
      readonly instanceType?: string;
      readonly privateDnsName?: string;
    }[]
  >;
  terminateInstances(instanceIds: readonly string[]): Promise<void>;
}

export interface SubnetFacts {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
  readonly ipv6CidrBlock?: string;
  readonly availableIpAddressCount: number;
  readonly mapPublicIpOnLaunch: boolean;
  readonly assignIpv6AddressOnCreation?: boolean;
  /** Whether its route table leads to an internet gateway; unknown where absent. */
  readonly routesToInternetGateway?: boolean;
}

export interface LaunchTemplateFacts {
  readonly launchTemplateId: string;
  readonly launchTemplateName: string;
  readonly defaultVersion: number;
  readonly latestVersion: number;
  /** LaunchTemplateData of a version number. */
  data(version: number): Readonly<Record<string, unknown>> | undefined;
}
