// SPDX-License-Identifier: Apache-2.0
/**
 * {@code pumps simulate}: a simulated pump on a line, and what a script or a person does to it.
 * Lies beside the product like the demo, never in it.
 */
@NullMarked
package io.pumpbridge.runtime.demo.simulate;

import org.jspecify.annotations.NullMarked;
