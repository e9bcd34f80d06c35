import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('refresh-flow')) test(title, details, body);
