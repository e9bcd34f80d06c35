import { scenarioTests, test } from './conformance-test.js';

for (const { title, details, body } of scenarioTests('fuzz')) test(title, details, body);
