// SPDX-License-Identifier: Apache-2.0
/**
 * What listening to a pump costs, as ratios to what its line can carry: {@code mvn -Pbenchmark -pl
 * bundles/drivers -am}. Not part of the tests, because time is nothing that a test can assert.
 */
@NullMarked
package io.pumpbridge.drivers.benchmark;

import org.jspecify.annotations.NullMarked;
