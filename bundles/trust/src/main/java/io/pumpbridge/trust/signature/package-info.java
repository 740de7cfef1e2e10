// SPDX-License-Identifier: Apache-2.0
/** Strict verification of CMS SignedData (RFC 5652). */
@NullMarked
package io.pumpbridge.trust.signature;

import org.jspecify.annotations.NullMarked;
