import { TaskError } from '../../domain/errors.ts';
import { ANSWER_BYTES_MAX, bytesOf, foreignEndpoint } from '../../domain/forwarder/request.ts';
import { ownApiServers } from '../runtime/ports/cluster/api-servers.ts';
import { task } from '../runtime/task.ts';
import { accessTasks } from './contracts.ts';

/**
 * Carries one signed request to the private API of a cluster of its VPC (ADR 12). It holds no credentials that any
 * cluster knows, and sends to endpoints of EKS in its region alone.
 */
export const handler = task(
  accessTasks.forwardRequest,
  { apiServers: ownApiServers },
  async ({ operation: _onBehalfOf, ...request }, ports) => {
    const foreign = foreignEndpoint(request.endpoint, ports.apiServers.region);
    if (foreign !== undefined) throw new TaskError('InvalidInput', foreign);
    const answer = await ports.apiServers.exchange(request);
    if (answer.outcome !== 'Answered') return answer;
    const bytes = bytesOf(answer.text);
    return bytes > ANSWER_BYTES_MAX ? { outcome: 'TooLarge' as const, bytes } : answer;
  },
);
