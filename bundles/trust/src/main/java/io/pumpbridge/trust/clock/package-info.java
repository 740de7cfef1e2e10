// SPDX-License-Identifier: Apache-2.0
/** Trusted time: never before a floor that only rises. */
@NullMarked
package io.pumpbridge.trust.clock;

import org.jspecify.annotations.NullMarked;
