import { Readable } from 'node:stream';
import { AwsError } from '../../simulator/aws-error.ts';
import { type ClientProtocol, Codec } from '../../simulator/seam/codec.ts';
import type { SimResponse } from '../../simulator/seam/http.ts';
import { indexOperations } from '../../simulator/seam/operation-index.ts';
import type { Service } from '../../simulator/service.ts';
import { administrator } from './service-calls.ts';

interface Client {
  readonly config: unknown;
}

interface Request {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

/** A real SDK client whose requests are decoded, carried out by `service` and encoded again. */
export function wireClient<C extends Client>(
  clientPackage: object,
  ClientClass: new (configuration: never) => C,
  service: Service,
): C {
  const index = indexOperations(clientPackage as Record<string, unknown>);
  const handle = async (request: Request) => {
    const { protocol } = client.config as { protocol: ClientProtocol };
    const codec = new Codec(index, protocol);
    const { body: sent = '' } = request;
    const body = typeof sent === 'string' ? new TextEncoder().encode(sent) : sent;
    const decoded = await codec.decode({ ...request, query: request.query ?? {}, body });
    if (!decoded) throw new Error(`no operation for ${request.method} ${request.path}`);
    const { operation, input } = decoded;
    const call = { operation: operation.name, caller: administrator, requestId: 'request-1' };
    try {
      const run = service.operations[operation.name];
      if (!run) throw new Error(`no operation ${operation.name}`);
      return streamed(
        codec.encode(operation, ((await run(input, call)) ?? {}) as Record<string, unknown>, 'request-1'),
      );
    } catch (error) {
      if (error instanceof AwsError) return streamed(codec.encodeError(error, 'request-1'));
      throw error;
    }
  };
  const configuration = {
    region: 'us-west-2',
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    requestHandler: { handle },
  };
  const client = new ClientClass(configuration as never);
  return client;
}

/** A response as the SDK's own handler gives it: its body still to be read. */
const streamed = (response: SimResponse) => ({
  response: { ...response, body: Readable.from(response.body.length === 0 ? [] : [response.body]) },
});
