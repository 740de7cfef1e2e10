// SPDX-License-Identifier: Apache-2.0
/**
 * A certificate authority for demonstrations and tests: keys made at the first start, under a state
 * directory, readable by their owner alone.
 */
@NullMarked
package io.pumpbridge.pumpserver.authority;

import org.jspecify.annotations.NullMarked;
