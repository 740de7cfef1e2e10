// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a certificate has been taken back by its issuer: by revocation lists (RFC 5280, 6.3) and
 * by OCSP responses (RFC 6960) that somebody has brought. Nothing here fetches anything. What
 * nobody says is never "good".
 */
@NullMarked
package io.pumpbridge.trust.revocation;

import org.jspecify.annotations.NullMarked;
