// SPDX-License-Identifier: Apache-2.0
/** The only user of keys: wires the packages below to the ports of the model, and nothing else. */
@NullMarked
package io.pumpbridge.trust;

import org.jspecify.annotations.NullMarked;
