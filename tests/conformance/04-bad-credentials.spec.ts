import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('bad-credentials')) test(title, details, body);
