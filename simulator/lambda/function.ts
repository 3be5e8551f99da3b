import type { ExecutionEnvironment } from './environment.ts';
import type { FunctionNetwork } from './function-network.ts';

/** An AWS::Lambda::Function as it was deployed. */
export interface DeployedFunction {
  readonly functionName: string;
  readonly functionArn: string;
  readonly roleArn: string;
  /** `functions/create/accept-request.handler`, as the template has it. */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memorySizeMb: number;
  readonly reservedConcurrency: number | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly deadLetterArn: string | undefined;
  /** Statements of the function's resource policy: principals that may invoke it, and sources that they act for. */
  readonly permissions: Map<string, InvokePermission>;
  /** Counts updates, so that environments of an older deployment are not used again. */
  readonly revision: number;
  readonly idle: ExecutionEnvironment[];
  running: number;
  coldStarts: number;
  /** Absent where the function is in no VPC. */
  readonly network: FunctionNetwork | undefined;
  /** `Pending` while Lambda brings interfaces up: it cannot be invoked. */
  state: 'Active' | 'Pending';
  /** The time when it was made, or last invoked; milliseconds. */
  lastUsedAt: number;
}

export interface InvokePermission {
  readonly principal: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}
