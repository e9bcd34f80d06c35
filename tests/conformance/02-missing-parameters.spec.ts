import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('missing-parameters')) test(title, details, body);
