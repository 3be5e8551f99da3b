import { AwsError } from '../aws-error.ts';
import type { CredentialStore } from '../credentials.ts';
import type { LambdaPort, LambdaResult, Region } from '../region.ts';
import type { Authorization, Caller, Operation, Service } from '../service.ts';
import type { ExecutionEnvironment } from './environment.ts';
import { startEnvironment } from './execution-environment.ts';
import type { DeployedFunction } from './function.ts';
import type { FunctionNetwork } from './function-network.ts';
import type { HandlerLoader } from './handler.ts';
import { InactiveFunctions } from './inactive-functions.ts';
import { answerOf, type InvocationRequest, toInvocation } from './invocation-request.ts';
import { runInvocation } from './invoke.ts';
import { FunctionNetworks } from './networks.ts';
import { permissionProvider } from './permission-resource.ts';
import { functionProvider } from './resource-types.ts';

export interface LambdaSettings {
  readonly credentials: CredentialStore;
  readonly load: HandlerLoader;
}

/** Idle environments are reclaimed after this time. AWS does not say when; people measure five to fifteen minutes. */
const IDLE_MS = 10 * 60 * 1000;
/** Lambda recycles environments every few hours however busy they are (Lambda guide, "Execution environment lifecycle"). */
const LIFE_MS = 4 * 3600 * 1000;
const COLD_START_MS = { min: 180, max: 450 };
const WARM_START_MS = { min: 2, max: 12 };
/** Asynchronous invocations: two retries, after one and two minutes (Lambda guide, "Asynchronous invocation"). */
const RETRY_DELAYS_MS = [60_000, 120_000];

export class LambdaService implements Service, LambdaPort {
  readonly signingName = 'lambda';
  readonly functions = new Map<string, DeployedFunction>();
  readonly operations: Readonly<Record<string, Operation>>;
  readonly resourceTypes;
  readonly #region: Region;
  readonly #settings: LambdaSettings;
  readonly #inactive: InactiveFunctions;
  #running = 0;

  constructor(region: Region, settings: LambdaSettings) {
    this.#region = region;
    this.#settings = settings;
    const networks = new FunctionNetworks(region);
    this.#inactive = new InactiveFunctions(region, networks);
    this.resourceTypes = {
      'AWS::Lambda::Function': functionProvider(region, this.functions, networks),
      'AWS::Lambda::Permission': permissionProvider(region, this.functions),
    };
    this.operations = {
      GetFunction: (input: { FunctionName: string }) => ({
        Configuration: configurationOf(this.#find(input.FunctionName)),
      }),
      GetFunctionConfiguration: (input: { FunctionName: string }) =>
        configurationOf(this.#find(input.FunctionName)),
      Invoke: (input: InvocationRequest, { caller }) => this.#invokeByApi(input, caller),
      ListFunctions: () => ({ Functions: [...this.functions.values()].map(configurationOf) }),
    };
  }

  authorize(operation: string, input: Readonly<Record<string, unknown>>): readonly Authorization[] {
    const name = input.FunctionName;
    const resource = typeof name === 'string' ? this.#region.arn('lambda', `function:${nameIn(name)}`) : '*';
    // `invoke` asks IAM itself, for every caller.
    if (operation === 'Invoke') return [];
    return [{ action: `lambda:${operation}`, resource }];
  }

  async invoke(functionArn: string, payload: unknown, caller: Caller): Promise<LambdaResult> {
    const fn = this.#find(functionArn, caller);
    this.#assertMayInvoke(fn, caller);
    this.#inactive.assertReady(fn);
    this.#assertConcurrency(fn);
    const result = await this.#run(fn, payload);
    const { kernel, name, faults } = this.#region;
    if (!faults.losesResult(fn.functionName)) return result;
    kernel.trace.record({
      at: kernel.now(),
      kind: 'fault',
      region: name,
      fault: 'lose-result',
      functionName: fn.functionName,
    });
    throw new AwsError('ServiceException', 'The service encountered an internal error.', { statusCode: 500 });
  }

  /** The function's connection to a VPC; undefined where it is in none. */
  networkOf(functionName: string): FunctionNetwork | undefined {
    return this.functions.get(functionName)?.network;
  }

  /** `Invoke` as clients send it. */
  async #invokeByApi(input: InvocationRequest, caller: Caller): Promise<object> {
    const request = toInvocation(this.#region, input);
    const { statusCode, payload, functionError, requestId } = await this.invoke(
      request.functionName,
      request.payload,
      caller,
    );
    return answerOf({ statusCode, payload, requestId, ...(functionError && { functionError }) });
  }

  invokeAsynchronously(functionArn: string, payload: unknown, caller: Caller): void {
    const fn = this.#find(functionArn);
    this.#assertMayInvoke(fn, caller);
    this.#attempt(fn.functionArn, payload, 0);
  }

  #attempt(functionArn: string, payload: unknown, attempt: number): void {
    const { kernel } = this.#region;
    kernel.after(kernel.random('lambda/queue').between(5, 50), async () => {
      const fn = this.#find(functionArn);
      if (this.#isThrottled(fn)) {
        kernel.after(1000, () => this.#attempt(functionArn, payload, attempt));
        return;
      }
      const result = await this.#run(fn, payload);
      if (!result.functionError) return;
      const delay = RETRY_DELAYS_MS[attempt];
      if (delay !== undefined) kernel.after(delay, () => this.#attempt(functionArn, payload, attempt + 1));
      else this.#deadLetter(fn, payload, result);
    });
  }

  #deadLetter(fn: DeployedFunction, payload: unknown, result: LambdaResult): void {
    if (!fn.deadLetterArn) return;
    const error = result.payload as { readonly errorMessage?: string };
    const attributes = {
      RequestID: result.requestId,
      ErrorCode: '200',
      ErrorMessage: error.errorMessage ?? '',
    };
    const caller = this.#region.roles.assume(fn.roleArn, 'lambda.amazonaws.com', fn.functionName);
    try {
      this.#region.queues.send(fn.deadLetterArn, JSON.stringify(payload), attributes, caller);
    } catch (error) {
      // A message that the queue does not take is lost (Lambda guide, metric DeadLetterErrors).
      if (!(error instanceof AwsError)) throw error;
    }
  }

  async #run(fn: DeployedFunction, payload: unknown): Promise<LambdaResult> {
    fn.running++;
    this.#running++;
    try {
      const environment = await this.#acquire(fn);
      const result = await runInvocation(this.#region, fn, environment, payload);
      environment.lastUsedAt = this.#region.kernel.now();
      if (environment.context.alive && environment.revision === this.#find(fn.functionArn).revision)
        fn.idle.push(environment);
      return result;
    } finally {
      fn.running--;
      this.#running--;
    }
  }

  async #acquire(fn: DeployedFunction): Promise<ExecutionEnvironment> {
    const { kernel } = this.#region;
    const now = kernel.now();
    while (fn.idle.length > 0) {
      const environment = fn.idle.pop() as ExecutionEnvironment;
      if (now - environment.lastUsedAt > IDLE_MS || now - environment.startedAt > LIFE_MS) continue;
      await kernel.sleep(kernel.random('lambda/start').between(WARM_START_MS.min, WARM_START_MS.max));
      return environment;
    }
    fn.coldStarts++;
    await kernel.sleep(kernel.random('lambda/start').between(COLD_START_MS.min, COLD_START_MS.max));
    return startEnvironment(this.#region, fn, this.#settings.credentials, this.#settings.load);
  }

  /** The function; a caller who may not invoke it is not told whether it is there. */
  #find(nameOrArn: string, caller?: Caller): DeployedFunction {
    const name = nameIn(nameOrArn);
    const fn = this.functions.get(name);
    if (fn) return fn;
    const arn = this.#region.arn('lambda', `function:${name}`);
    if (caller && caller.kind !== 'service')
      this.#region.authorize(caller, { action: 'lambda:InvokeFunction', resource: arn });
    throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, { statusCode: 404 });
  }

  #isThrottled(fn: DeployedFunction): boolean {
    const limit = this.#region.settings.quotas['lambda/concurrent-executions'] ?? 1000;
    return this.#running >= limit || fn.running >= (fn.reservedConcurrency ?? Number.POSITIVE_INFINITY);
  }

  #assertConcurrency(fn: DeployedFunction): void {
    if (this.#isThrottled(fn))
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { statusCode: 429 });
  }

  #assertMayInvoke(fn: DeployedFunction, caller: Caller): void {
    if (caller.kind !== 'service') {
      this.#region.authorize(caller, { action: 'lambda:InvokeFunction', resource: fn.functionArn });
      return;
    }
    const isAllowed = [...fn.permissions.values()].some(
      (permission) =>
        permission.principal === caller.principal &&
        (permission.sourceArn === undefined || permission.sourceArn === caller.sourceArn) &&
        (permission.sourceAccount === undefined || permission.sourceAccount === caller.accountId),
    );
    if (isAllowed) return;
    throw new AwsError(
      'AccessDeniedException',
      `${caller.principal} is not authorized to perform: lambda:InvokeFunction on resource: ${fn.functionArn} because no resource-based policy allows the lambda:InvokeFunction action`,
      { statusCode: 403 },
    );
  }
}

const nameIn = (nameOrArn: string): string =>
  nameOrArn.includes(':function:') ? (nameOrArn.split(':')[6] as string) : nameOrArn;

function configurationOf(fn: DeployedFunction): Record<string, unknown> {
  return {
    FunctionName: fn.functionName,
    FunctionArn: fn.functionArn,
    Role: fn.roleArn,
    Handler: fn.handler,
    Timeout: fn.timeoutMs / 1000,
    MemorySize: fn.memorySizeMb,
    State: fn.state,
    ...(fn.network && {
      VpcConfig: {
        VpcId: fn.network.vpcId,
        SubnetIds: [...fn.network.subnetIds],
        SecurityGroupIds: [...fn.network.securityGroupIds],
      },
    }),
    Environment: { Variables: { ...fn.variables } },
  };
}
