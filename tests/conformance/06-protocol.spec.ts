import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('protocol')) test(title, details, body);
