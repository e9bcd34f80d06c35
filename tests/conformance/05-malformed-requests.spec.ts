import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('malformed-requests')) test(title, details, body);
