// SPDX-License-Identifier: Apache-2.0
/** Certification paths: which there can be, and whether one holds (RFC 5280, 6.1). */
@NullMarked
package io.pumpbridge.trust.path;

import org.jspecify.annotations.NullMarked;
