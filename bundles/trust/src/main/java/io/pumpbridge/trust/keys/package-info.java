// SPDX-License-Identifier: Apache-2.0
/** The keys of this gateway: its identity and the one it seals with. */
@NullMarked
package io.pumpbridge.trust.keys;

import org.jspecify.annotations.NullMarked;
