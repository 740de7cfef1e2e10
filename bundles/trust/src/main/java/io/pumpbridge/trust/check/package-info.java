// SPDX-License-Identifier: Apache-2.0
/** Lets scripts ask the agent's own validator, one question after the other. */
@NullMarked
package io.pumpbridge.trust.check;

import org.jspecify.annotations.NullMarked;
