import type { EndpointState, Job } from './job.js';
import type { Run } from './run.js';

/** One HTTP HEAD to a sick HTTPS endpoint, to that address under that name: what calls itself the server there. */
export async function askHttp(_run: Run, _job: Job, _state: EndpointState): Promise<void> {
  // Follows with the HTTP question.
}
