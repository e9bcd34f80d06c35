import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('valid-grants')) test(title, details, body);
