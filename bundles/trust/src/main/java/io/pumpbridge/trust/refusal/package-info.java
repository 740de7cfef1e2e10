// SPDX-License-Identifier: Apache-2.0
/** Why something was refused, in stable codes. */
@NullMarked
package io.pumpbridge.trust.refusal;

import org.jspecify.annotations.NullMarked;
