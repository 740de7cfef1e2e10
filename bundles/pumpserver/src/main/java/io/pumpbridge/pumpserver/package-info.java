// SPDX-License-Identifier: Apache-2.0
/**
 * The reference pump server: what a hospital's server must do for a bridge, small enough to read.
 * It runs on a plain class path, beside the demonstration and the tests, and never on a gateway.
 * Start reading at {@link io.pumpbridge.pumpserver.DemoHospital}.
 */
@NullMarked
package io.pumpbridge.pumpserver;

import org.jspecify.annotations.NullMarked;
