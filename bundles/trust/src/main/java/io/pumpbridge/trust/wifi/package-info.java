// SPDX-License-Identifier: Apache-2.0
/** Lets the host's Wi-Fi client prove this gateway with its own key, which stays where it is. */
@NullMarked
package io.pumpbridge.trust.wifi;

import org.jspecify.annotations.NullMarked;
