// SPDX-License-Identifier: Apache-2.0
/**
 * Key escrow: the sealing key in an envelope that only the hospital opens, and the desk's part of
 * opening it. Off unless the hospital names a certificate.
 */
@NullMarked
package io.pumpbridge.trust.escrow;

import org.jspecify.annotations.NullMarked;
