// SPDX-License-Identifier: Apache-2.0
/** A desk's half of what {@code signature} verifies: people sign, one after the other. */
@NullMarked
package io.pumpbridge.trust.signing;

import org.jspecify.annotations.NullMarked;
