import type { SignedRequest } from '../../simulator/seam/signature.ts';
import type { ServiceEntry } from '../../simulator/service-registry.ts';

interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Record<string, string | string[] | null>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

class Sent extends Error {
  readonly request: SentRequest;

  constructor(request: SentRequest) {
    super('sent');
    this.request = request;
  }
}

const targetOf = ({ path, query = {} }: SentRequest): string => {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) =>
      one === null ? encodeURIComponent(key) : `${encodeURIComponent(key)}=${encodeURIComponent(one)}`,
    ),
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
};

const bodyOf = (body: unknown): Uint8Array => {
  if (body === undefined || body === null) return new Uint8Array();
  return typeof body === 'string' ? new TextEncoder().encode(body) : Uint8Array.from(body as Uint8Array);
};

/** Makes the requests of a service's own client, which are not sent. */
export async function clientRequests(
  { clientPackage, clientName }: ServiceEntry,
  region: string,
): Promise<(operation: string, input: object) => Promise<SignedRequest | undefined>> {
  const exported = (await import(clientPackage)) as Record<string, new (given: object) => never>;
  const Client = exported[clientName] as unknown as new (
    configuration: object,
  ) => {
    send(command: object): Promise<unknown>;
  };
  const client = new Client({
    ...{ region, maxAttempts: 1, endpoint: 'http://127.0.0.1:4566', forcePathStyle: true },
    credentials: { accessKeyId: 'AKIAFUZZ', secretAccessKey: 'fuzz' },
    requestHandler: {
      handle: async (request: SentRequest) => {
        throw new Sent(request);
      },
    },
  });
  return async (operation, input) => {
    const Command = exported[`${operation}Command`];
    if (!Command) return undefined;
    try {
      await client.send(new Command(input));
    } catch (error) {
      if (!(error instanceof Sent)) return undefined; // The client refuses the input by itself.
      const { method, headers, body } = error.request;
      const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
      return {
        method,
        target: targetOf(error.request),
        headers: Object.fromEntries(lower),
        body: bodyOf(body),
      };
    }
    return undefined;
  };
}
