import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('missing-headers')) test(title, details, body);
