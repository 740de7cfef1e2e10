// SPDX-License-Identifier: Apache-2.0
/**
 * {@code fleet simulate}: many gateways in one process, a real broker that is killed and started
 * again, and what it takes. Plays {@code uplink} and the TLS of {@code trust} as they ship. Lies
 * beside the product like the demo, never in it.
 */
@NullMarked
package io.pumpbridge.runtime.demo.fleet;

import org.jspecify.annotations.NullMarked;
