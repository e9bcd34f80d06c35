/** A thread of a detection: carries out one job after the other until its port is closed. */
import { parentPort } from 'node:worker_threads';
import { carryOut, type Job } from './jobs.js';
import { openVariedContracts } from './varied-contracts.js';

const port = parentPort;
if (!port) throw new Error('this module is the start of a thread');
const contracts = openVariedContracts();
port.on('message', async (job: Job | 'end') => {
  if (job === 'end') {
    contracts.close();
    port.close();
    return;
  }
  port.postMessage(await carryOut(job, contracts));
});
