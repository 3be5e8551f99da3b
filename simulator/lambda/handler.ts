export type Handler = (event: unknown, context: LambdaContext) => unknown;

/** The members of Lambda's context object that handlers and Powertools read (Lambda guide, "context object"). */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

/** Loads the exported handler of a Handler path, from source or from a bundle. */
export type HandlerLoader = (handler: string) => Promise<Handler>;
